package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.NewLink;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.client.DirectoryWorld;
import org.truckee.grid.client.MemoryMutableFiles.Stored;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/** Changes of one directory at the same time, and what other writers do to them. */
@Timeout(60)
class GroupCommitTest {
  private final DirectoryWorld world = new DirectoryWorld();
  private final Directory directory = world.directory("root");
  private final Stored stored = world.stored(directory);
  private final FilesystemNode literal = world.node("URI:LIT:n5xgk");

  @AfterEach
  void close() {
    world.close();
  }

  private NewLink link(String name) {
    return NewLink.of(name, literal);
  }

  private Set<String> names() throws Exception {
    return directory.list().links().stream()
        .map(Link::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aHundredFilesAddedAtOnceAreWrittenTogether() throws Exception {
    CountDownLatch firstIsWritten = new CountDownLatch(1);
    CountDownLatch othersWait = new CountDownLatch(100);
    stored.beforeNextWrite(
        () -> {
          firstIsWritten.countDown();
          return !othersWait.await(30, TimeUnit.SECONDS);
        });
    try (TaskScope<Integer, FilesystemNode> tasks = new TaskScope<>("additions")) {
      tasks.fork(-1, () -> directory.set(link("first"), Overwrite.ALWAYS));
      firstIsWritten.await();
      for (int i = 0; i < 100; i++) {
        String name = "file " + i;
        Source contents = Source.of(name.getBytes(StandardCharsets.UTF_8));
        Directory opened = (Directory) world.grid().node(directory.cap());
        tasks.fork(
            i,
            () -> {
              Thread.ofVirtual().start(othersWait::countDown);
              return opened.addFile(
                  name, contents, UploadOptions.DEFAULT, Optional.empty(), Overwrite.NEVER);
            });
      }
      while (tasks.hasPending()) {
        assertThat(tasks.next()).isInstanceOf(Outcome.Success.class);
      }
    }
    assertThat(names()).hasSize(101).contains("first", "file 0", "file 99");
    assertThat(stored.writes()).as("writes of the directory").isLessThan(20);
  }

  @Test
  void eachOfThemFailsForItself() throws Exception {
    directory.set(link("there"), Overwrite.ALWAYS);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stored.beforeNextWrite(
        () -> {
          writing.countDown();
          return !goOn.await(30, TimeUnit.SECONDS);
        });
    try (TaskScope<String, Object> tasks = new TaskScope<>("changes")) {
      tasks.fork("first", () -> directory.set(link("first"), Overwrite.ALWAYS));
      writing.await();
      tasks.fork("existing", () -> directory.set(link("there"), Overwrite.NEVER));
      tasks.fork("missing", () -> directory.delete("nobody", DeleteOptions.DEFAULT));
      tasks.fork("good", () -> directory.set(link("good"), Overwrite.NEVER));
      goOn.countDown();
      while (tasks.hasPending()) {
        Outcome<String, Object> outcome = tasks.next();
        switch (outcome.key()) {
          case "existing" ->
              assertThatExceptionOfType(ExistingChildException.class)
                  .isThrownBy(outcome::value)
                  .matches(e -> e.name().equals("there"));
          case "missing" ->
              assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(outcome::value);
          default -> assertThat(outcome.value()).isEqualTo(literal);
        }
      }
    }
    assertThat(names()).containsExactly("first", "good", "there");
  }

  @Test
  void anEditIsMadeAgainToWhatAnotherWriterLeft() throws Exception {
    directory.set(link("mine"), Overwrite.ALWAYS);
    byte[] others = contentsWith("mine", "theirs");
    stored.beforeNextWrite(
        () -> {
          stored.replace(others);
          return true;
        });

    directory.set(link("new"), Overwrite.NEVER);

    assertThat(names()).containsExactly("mine", "new", "theirs");
  }

  @Test
  void aDeletionThatAnotherMadeIsNoError() throws Exception {
    directory.set(link("gone"), Overwrite.ALWAYS);
    byte[] without = contentsWith("other");
    stored.beforeNextWrite(
        () -> {
          stored.replace(without);
          return true;
        });

    assertThat(directory.delete("gone", DeleteOptions.DEFAULT)).isEmpty();
    assertThat(names()).containsExactly("other");
  }

  @Test
  void aRenameThatMayHaveBeenMadeIsNoErrorButOneOfNothingIs() throws Exception {
    directory.set(link("old"), Overwrite.ALWAYS);
    byte[] renamed = contentsWith("new");
    stored.beforeNextWrite(
        () -> {
          stored.replace(renamed);
          return true;
        });
    assertThat(directory.move("old", directory, "new", Overwrite.NEVER)).contains(literal);

    byte[] emptied = contentsWith("other");
    stored.beforeNextWrite(
        () -> {
          stored.replace(emptied);
          return true;
        });
    assertThatExceptionOfType(NoSuchChildException.class)
        .isThrownBy(() -> directory.move("new", directory, "newer", Overwrite.NEVER));
  }

  @Test
  void somebodyElsesChildIsNotReplacedByOneThatMustNot() throws Exception {
    byte[] others = contentsWith("name");
    stored.beforeNextWrite(
        () -> {
          stored.replace(others);
          return true;
        });

    NewLink ours = NewLink.of("name", world.node("URI:LIT:mfra"));
    assertThatExceptionOfType(ExistingChildException.class)
        .isThrownBy(() -> directory.set(ours, Overwrite.NEVER));
  }

  @Test
  void aLinkThatMayHaveBeenSetIsNoErrorForWhoReplacesNothing() throws Exception {
    byte[] set = contentsWith("name");
    stored.beforeNextWrite(
        () -> {
          stored.replace(set);
          return true;
        });
    directory.set(link("name"), Overwrite.NEVER);

    assertThatExceptionOfType(ExistingChildException.class)
        .as("without such an attempt it is one")
        .isThrownBy(() -> directory.set(link("name"), Overwrite.NEVER));
  }

  @Test
  void whoIsAlwaysTooSlowGivesUp() {
    for (int i = 0; i < 10; i++) {
      stored.beforeNextWrite(() -> true);
    }

    assertThatExceptionOfType(UncoordinatedWriteException.class)
        .isThrownBy(() -> directory.set(link("name"), Overwrite.ALWAYS));
  }

  @Test
  void aFailedWriteFailsAllThatWereInItAndNoLaterOne() throws Exception {
    stored.beforeNextWrite(
        () -> {
          throw new NotEnoughServersException("nobody takes it");
        });

    assertThatExceptionOfType(NotEnoughServersException.class)
        .isThrownBy(() -> directory.set(link("a"), Overwrite.ALWAYS));
    directory.set(link("b"), Overwrite.ALWAYS);
    assertThat(names()).containsExactly("b");
  }

  @Test
  void whoIsInterruptedWhileWaitingTakesNobodyElsesChangeAlong() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stored.beforeNextWrite(
        () -> {
          writing.countDown();
          return !goOn.await(30, TimeUnit.SECONDS);
        });
    try (TaskScope<String, Object> tasks = new TaskScope<>("changes")) {
      TaskScope<String, Object>.Task first =
          tasks.fork("first", () -> directory.set(link("first"), Overwrite.ALWAYS));
      writing.await();
      TaskScope<String, Object>.Task second =
          tasks.fork("second", () -> directory.set(link("second"), Overwrite.ALWAYS));
      second.cancel();
      assertThatThrownBy(tasks.next()::value).isInstanceOf(InterruptedException.class);
      tasks.fork("third", () -> directory.set(link("third"), Overwrite.ALWAYS));
      goOn.countDown();
      assertThat(List.of(tasks.next().value(), tasks.next().value())).hasSize(2);
    }
    assertThat(names()).contains("first", "third").doesNotContain("second");
  }

  @Test
  void aWriteForNobodyIsCancelled() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    stored.beforeNextWrite(
        () -> {
          writing.countDown();
          try {
            return new CountDownLatch(1).await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    try (TaskScope<String, Object> tasks = new TaskScope<>("changes")) {
      TaskScope<String, Object>.Task only =
          tasks.fork("only", () -> directory.set(link("only"), Overwrite.ALWAYS));
      writing.await();
      only.cancel();
      assertThatThrownBy(tasks.next()::value).isInstanceOf(InterruptedException.class);
    }
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    directory.set(link("later"), Overwrite.ALWAYS);
    assertThat(names()).containsExactly("later");
  }

  @Test
  void theEndOfTheGridEndsAWrite() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    stored.beforeNextWrite(
        () -> {
          writing.countDown();
          return new CountDownLatch(1).await(30, TimeUnit.SECONDS);
        });
    try (TaskScope<String, Object> tasks = new TaskScope<>("changes")) {
      tasks.fork("only", () -> directory.set(link("only"), Overwrite.ALWAYS));
      writing.await();
      world.close();
      assertThatThrownBy(tasks.next()::value)
          .isInstanceOf(GridException.class)
          .hasMessageContaining("cancelled");
    }
  }

  private byte[] contentsWith(String... names) throws Exception {
    Directory other = world.directory("scratch");
    other.setAll(
        IntStream.range(0, names.length).mapToObj(i -> link(names[i])).toList(), Overwrite.ALWAYS);
    EntryTable table =
        EntryTable.parse(
            world.stored(other).contents(), TableAccess.of(other.cap(), world.grid()::node));
    TableDraft draft =
        TableDraft.of(
            EntryTable.parse(new byte[0], TableAccess.of(directory.cap(), world.grid()::node)));
    for (Entry entry : table.entries()) {
      Entry.Reading.Good good = (Entry.Reading.Good) entry.read();
      draft.put(entry.name(), good.node(), good.metadata());
    }
    return draft.contents();
  }
}
