package org.truckee.grid.mutable.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.BackOff;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Grid;
import org.truckee.grid.MapMode;
import org.truckee.grid.Modification;
import org.truckee.grid.MutableFile;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.Source;
import org.truckee.grid.UncoordinatedWriteException;
import org.truckee.grid.VersionMap;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;

/** Several writers, servers that come and go, and old shares that turn up. */
class WriteCollisionTest {
  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Modification appending(String more) {
    return (old, _) -> Optional.of(text(string(old) + more));
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aChangeBeginsAgainWithWhatAnotherWriterHasLeft(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(format, text("a"));
      MutableFile other = world.elsewhere(file);
      List<Boolean> calls = new ArrayList<>();
      file.modify(
          (old, firstTime) -> {
            calls.add(firstTime);
            if (firstTime) {
              other.modify(appending("b"));
            }
            return Optional.of(text(string(old) + "c"));
          });
      assertThat(calls).containsExactly(true, false);
      assertThat(string(world.elsewhere(file).contents())).isEqualTo("abc");
    }
  }

  @Test
  void anOverwriteThatMeetsAnotherWriterSaysSo() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("first"));
      MutableFile other = world.elsewhere(file);
      Source late =
          new Source() {
            @Override
            public long size() {
              return 5;
            }

            @Override
            public InputStream open() throws java.io.IOException {
              try {
                other.overwrite(Source.of(text("other")));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return new ByteArrayInputStream(text("wrong"));
            }
          };
      assertThatThrownBy(() -> file.overwrite(late))
          .isInstanceOf(UncoordinatedWriteException.class);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("other"));
    }
  }

  @Test
  void aWriterThatIsAlwaysSlowerGivesUpAfterFourTries() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("x"));
      MutableFile other = world.elsewhere(file);
      List<Boolean> calls = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  file.modify(
                      (_, firstTime) -> {
                        calls.add(firstTime);
                        other.modify(appending("y"));
                        return Optional.of(text("z"));
                      }))
          .isInstanceOf(UncoordinatedWriteException.class);
      assertThat(calls).hasSize(4);
    }
  }

  @Test
  void manyWritersInManyProcessesLoseNoChange() throws Exception {
    try (MutableFixture world = new MutableFixture(10);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MutableFile file = world.create(MutableFormat.SDMF, text(""));
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        MutableFile mine = world.elsewhere(file);
        String name = "<" + writer;
        writers.add(
            threads.submit(
                (Callable<Void>)
                    () -> {
                      for (int i = 0; i < 4; i++) {
                        mine.modify(once(name + i + ">"), randomly(world));
                      }
                      return null;
                    }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      String contents = string(world.elsewhere(file).contents());
      for (int writer = 0; writer < 3; writer++) {
        for (int i = 0; i < 4; i++) {
          assertThat(contents).containsOnlyOnce("<" + writer + i + ">");
        }
      }
    }
  }

  /** A change that is not made twice if it is in the file already. */
  private static Modification once(String token) {
    return (old, _) -> Optional.of(string(old).contains(token) ? old : text(string(old) + token));
  }

  private static BackOff randomly(MutableFixture world) {
    return (tries, _) -> Thread.sleep(Duration.ofMillis(world.random.nextInt(10 * tries)));
  }

  @Test
  void writersInOneProcessWaitForEachOther() throws Exception {
    try (MutableFixture world = new MutableFixture(5);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MutableFile file = world.create(MutableFormat.SDMF, text(""));
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        MutableFile handle = world.client().open(file.cap());
        String token = "<" + i + ">";
        writers.add(
            threads.submit(
                () ->
                    handle.modify(
                        appending(token),
                        (_, last) -> {
                          throw last;
                        })));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(file.best().sequenceNumber()).isEqualTo(9);
      assertThat(file.contents()).hasSize(24);
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void sharesThatTurnUpWithServersThatJoinAreNoCollision(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(format, text("old"));
      ServerListView view = new ServerListView(world.grid, world.grid.servers().subList(0, 6));
      MutableFile mine = world.client(view, 3, 10).open(file.cap());
      mine.modify(
          (_, _) -> {
            view.connect(world.grid.servers());
            return Optional.of(text("new"));
          },
          (_, last) -> {
            throw last;
          });
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("new"));
      assertThat(new HashSet<>(world.sequenceNumbers(file.cap().index()).values()))
          .containsExactly(2L);
    }
  }

  /** Writes to one server go together: if one is not made, none is. */
  @Test
  void anOldShareAmongOthersOfItsServerIsReplacedWithThem() throws Exception {
    try (MutableFixture world = new MutableFixture(4)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("one"));
      StorageIndex index = file.cap().index();
      SortedMap<String, byte[]> one = world.shares(index);
      file.overwrite(Source.of(text("two")));
      VersionMap seen = file.map(MapMode.WRITE);
      FaultyServer server = world.holder(index, 0);
      assertThat(world.grid.memory(server).shares(index).size()).isGreaterThan(1);
      world.put(file.writeCap().orElseThrow(), server, 0, one.get(server + "-sh0"));

      file.overwrite(Source.of(text("three")), seen);
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(3L);
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("three"));
    }
  }

  @Test
  void aForeignShareAmongOthersOfItsServerIsACollision() throws Exception {
    try (MutableFixture world = new MutableFixture(4)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("one"));
      StorageIndex index = file.cap().index();
      SortedMap<String, byte[]> one = world.shares(index);
      FaultyServer server = world.holder(index, 0);
      file.overwrite(Source.of(text("foreign")));
      byte[] foreign = world.shares(index).get(server + "-sh0");
      one.forEach(
          (place, bytes) -> {
            int dash = place.indexOf("-sh");
            FaultyServer holder =
                world.grid.servers().stream()
                    .filter(each -> each.toString().equals(place.substring(0, dash)))
                    .findFirst()
                    .orElseThrow();
            int number = Integer.parseInt(place.substring(dash + 3));
            world.put(file.writeCap().orElseThrow(), holder, number, bytes);
          });
      MutableFile other = world.elsewhere(file);
      VersionMap seen = other.map(MapMode.WRITE);
      world.put(file.writeCap().orElseThrow(), server, 0, foreign);

      assertThatThrownBy(() -> other.overwrite(Source.of(text("two")), seen))
          .isInstanceOf(UncoordinatedWriteException.class);
      assertThat(world.shares(index).get(server + "-sh0")).isEqualTo(foreign);
    }
  }

  @Test
  void aServerThatRefusesAWriteIsReplaced() throws Exception {
    try (MutableFixture world = new MutableFixture(12)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("old"));
      StorageIndex index = file.cap().index();
      FaultyServer bad = world.holder(index, 4);
      bad.refuse(Operation.WRITE_SLOT);
      world.elsewhere(file).overwrite(Source.of(text("new")));
      world.wipe(bad, index);
      bad.recover();
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  @Test
  void aServerThatStallsInAWriteIsReplaced() throws Exception {
    try (MutableFixture world = new MutableFixture(12)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("old"));
      StorageIndex index = file.cap().index();
      FaultyServer bad = world.holder(index, 4);
      Grid hasty = world.client(world.grid, 3, 10, Duration.ofMillis(100));
      bad.stall(Operation.WRITE_SLOT);
      hasty.open(file.cap()).overwrite(Source.of(text("new")));
      world.wipe(bad, index);
      bad.recover();
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  @Test
  void serversThatWereAwayGetTheNextVersion() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, text("one"));
      List<FaultyServer> away = world.grid.servers().subList(0, 4);
      away.forEach(FaultyServer::crash);
      world.elsewhere(file).overwrite(Source.of(text("two")));
      away.forEach(FaultyServer::recover);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("two"));
      world.elsewhere(file).overwrite(Source.of(text("three")));
      Map<String, Long> numbers = world.sequenceNumbers(file.cap().index());
      assertThat(new HashSet<>(numbers.values())).containsExactly(3L);
    }
  }

  @Test
  void serversThatGoAwayBetweenMapAndPublishAreReplaced() throws Exception {
    try (MutableFixture world = new MutableFixture(13)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("one"));
      StorageIndex index = file.cap().index();
      List<FaultyServer> gone = List.of(world.holder(index, 0), world.holder(index, 5));
      world
          .elsewhere(file)
          .modify(
              (_, _) -> {
                gone.forEach(FaultyServer::crash);
                return Optional.of(text("two"));
              });
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("two"));
      gone.forEach(server -> world.wipe(server, index));
      gone.forEach(FaultyServer::recover);
      assertThat(world.elsewhere(file).check(CheckOptions.QUICK).healthy()).isTrue();
    }
  }

  @Test
  void serversThatJoinGetSharesWithTheNextWrite() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      ServerListView view = new ServerListView(world.grid, world.grid.servers().subList(0, 3));
      Grid client = world.client(view, 3, 10);
      MutableFile file = world.create(client, MutableFormat.SDMF, text("one"));
      StorageIndex index = file.cap().index();
      view.connect(world.grid.servers());
      client.open(file.cap()).overwrite(Source.of(text("two")));
      assertThat(world.shares(index)).hasSize(10);
      for (FaultyServer server : world.grid.servers()) {
        assertThat(world.grid.memory(server).shares(index)).hasSize(1);
      }
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  @Test
  void oldSharesThatComeBackAreNotTakenForTheFile() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("one"));
      StorageIndex index = file.cap().index();
      Map<String, byte[]> before = world.shares(index);
      file.overwrite(Source.of(text("two")));
      rollBack(world, file, before, 7);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("two"));
      rollBack(world, file, before, 8);
      // Two shares of the new version are left: it cannot be read, but its number is taken.
      MutableFile reader = world.elsewhere(file);
      assertThat(reader.contents()).isEqualTo(text("one"));
      VersionMap map = reader.map(MapMode.CHECK);
      assertThat(map.unrecoverable()).hasSize(1);
      assertThat(map.highestSequenceNumber()).isEqualTo(2);
      assertThat(reader.overwrite(Source.of(text("three"))).sequenceNumber()).isEqualTo(3);
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  private static void rollBack(
      MutableFixture world, MutableFile file, Map<String, byte[]> before, int servers) {
    for (int i = 0; i < servers; i++) {
      FaultyServer server = world.grid.server(i);
      before.forEach(
          (place, bytes) -> {
            if (place.startsWith(server + "-")) {
              int share = Integer.parseInt(place.substring(place.indexOf("-sh") + 3));
              world.put(file.writeCap().orElseThrow(), server, share, bytes);
            }
          });
    }
  }

  @Test
  void aWriteThatFailsHalfwayLeavesTheLastVersion() throws Exception {
    try (MutableFixture world = new MutableFixture(5, 3, 3)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("one"));
      List<FaultyServer> refusing = world.grid.servers().subList(0, 4);
      refusing.forEach(server -> server.refuse(Operation.WRITE_SLOT));
      MutableFile writer = world.client(world.grid, 3, 3).open(file.cap());
      assertThatThrownBy(() -> writer.overwrite(Source.of(text("two"))))
          .isInstanceOf(NotEnoughServersException.class);
      world.grid.servers().forEach(FaultyServer::recover);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("one"));
      writer.overwrite(Source.of(text("three")));
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("three"));
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  @Test
  void whereEveryShareIsNeededTheOldOnesStayUntilTheNewOnesAreThere() throws Exception {
    try (MutableFixture world = new MutableFixture(6, 3, 3)) {
      MutableFile file = world.create(MutableFormat.MDMF, text("one"));
      StorageIndex index = file.cap().index();
      world.client(world.grid, 3, 3).open(file.cap()).overwrite(Source.of(text("two")));
      assertThat(world.shares(index)).hasSize(3);
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(2L);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("two"));
    }
  }

  @Test
  void theFilesOwnEncodingIsKept() throws Exception {
    try (MutableFixture world = new MutableFixture(10, 2, 5)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("one"));
      Grid other = world.client(world.grid, 3, 10);
      other.open(file.cap()).overwrite(Source.of(text("two")));
      assertThat(other.open(file.cap()).best().needed()).isEqualTo(2);
      assertThat(world.shares(file.cap().index())).hasSize(5);
    }
  }
}
