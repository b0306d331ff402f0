package org.truckee.grid.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.Directory;
import org.truckee.grid.GridException;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;
import org.truckee.grid.UnrecoverableFileException;
import org.truckee.grid.client.DirectoryWorld;

/** Walks over trees that are large, damaged, circular, or in a hurry. */
@Timeout(60)
class DeepWalkTest {
  private final DirectoryWorld world = new DirectoryWorld();
  private final Directory root = world.directory("root");

  @AfterEach
  void close() {
    world.close();
  }

  private Directory below(Directory parent, String name) throws Exception {
    Directory child = world.directory(name);
    parent.set(NewLink.of(name, child), Overwrite.NEVER);
    return child;
  }

  private static List<List<String>> paths(Manifest manifest) {
    return manifest.entries().stream().map(Manifest.Entry::path).toList();
  }

  @Test
  void aDirectoryThatCannotBeReadIsReportedAndTheWalkGoesOn() throws Exception {
    Directory lost = below(root, "lost");
    below(below(root, "other"), "deep");
    world.stored(lost).fail(new UnrecoverableFileException("no version was found"));

    Manifest manifest = new BuildManifest(root, DeepOptions.DEFAULT).run();

    assertThat(paths(manifest))
        .containsExactly(List.of(), List.of("lost"), List.of("other"), List.of("other", "deep"));
    assertThat(manifest.trouble())
        .singleElement()
        .matches(trouble -> trouble.path().equals(List.of("lost")))
        .matches(trouble -> trouble.problem() instanceof UnrecoverableFileException);
    assertThat(manifest.stats().directories()).isEqualTo(4);
  }

  @Test
  void theRootMayBeTheOneThatCannotBeRead() throws Exception {
    world.stored(root).fail(new UnrecoverableFileException("no version was found"));

    CountEverything.Result counted = new CountEverything(root, DeepOptions.DEFAULT).run();

    assertThat(counted.stats().directories()).isOne();
    assertThat(counted.trouble()).hasSize(1);
  }

  @Test
  void circlesEndAndTheFirstLinkCounts() throws Exception {
    Directory child = below(root, "child");
    child.set(NewLink.of("up", root), Overwrite.NEVER);
    child.set(NewLink.of("self", child), Overwrite.NEVER);
    root.set(
        NewLink.of("a-first", world.node(DirectoryWorld.cap("child").readOnly().text())),
        Overwrite.NEVER);

    Manifest manifest = new BuildManifest(root, DeepOptions.DEFAULT).run();

    assertThat(paths(manifest)).containsExactly(List.of(), List.of("a-first"));
  }

  @Test
  void aWideAndDeepTreeIsMetInOrderAndDirectoriesAreReadOnce() throws Exception {
    List<Directory> all = new ArrayList<>(List.of(root));
    for (int i = 0; i < 6; i++) {
      Directory first = below(root, "d" + i);
      all.add(first);
      for (int j = 0; j < 6; j++) {
        Directory second = below(first, "d" + i + j);
        all.add(second);
        for (int k = 0; k < 3; k++) {
          all.add(below(second, "d" + i + j + k));
        }
      }
    }
    List<List<String>> sequential = paths(new BuildManifest(root, DeepOptions.SEQUENTIAL).run());
    int before = all.stream().mapToInt(each -> world.stored(each).reads()).sum();

    assertThat(paths(new BuildManifest(root, new DeepOptions(3)).run())).isEqualTo(sequential);

    int reads = all.stream().mapToInt(each -> world.stored(each).reads()).sum() - before;
    assertThat(sequential).hasSize(all.size());
    assertThat(reads).as("reads of %d directories", all.size()).isLessThan(2 * all.size());
  }

  @Test
  void noMoreIsDoneAtATimeThanTheCallerSays() throws Exception {
    for (int i = 0; i < 40; i++) {
      below(root, "d" + i);
    }
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    new DeepWalk<Boolean>(
            root,
            new DeepOptions(4),
            node -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              four.countDown();
              four.await(30, TimeUnit.SECONDS);
              running.decrementAndGet();
              return Optional.of(true);
            },
            event -> {})
        .run();

    assertThat(most).hasValue(4);
  }

  @Test
  void howMuchIsDoneGrowsWithEveryDirectoryAndIsAllInTheEnd() throws Exception {
    for (int i = 0; i < 5; i++) {
      Directory child = below(root, "d" + i);
      for (int j = 0; j < 4; j++) {
        below(child, "d" + i + j);
      }
    }
    List<Double> parts = new ArrayList<>();
    List<DeepWalk<Object>> walks = new ArrayList<>();
    DeepSink<Object> sink = event -> parts.add(walks.getFirst().part());
    walks.add(new DeepWalk<>(root, DeepOptions.SEQUENTIAL, NodeAction.NONE, sink));
    assertThat(walks.getFirst().part()).isZero();

    walks.getFirst().run();

    assertThat(parts).isSorted().allMatch(part -> part >= 0 && part < 1);
    assertThat(parts.stream().distinct().count()).as("steps").isGreaterThanOrEqualTo(20);
    assertThat(parts.get(parts.size() / 2)).isBetween(0.3, 0.7);
    assertThat(walks.getFirst().part()).isEqualTo(1);
  }

  @Test
  void theWalkIsNeverFarAheadOfItsReader() throws Exception {
    List<Directory> children = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      children.add(below(root, "d" + i));
    }
    AtomicInteger entered = new AtomicInteger();
    AtomicInteger farthest = new AtomicInteger();
    new DeepWalk<Object>(
            root,
            new DeepOptions(2),
            NodeAction.NONE,
            event -> {
              if (event instanceof DeepEvent.Entered<Object>) {
                int reads = children.stream().mapToInt(each -> world.stored(each).reads()).sum();
                farthest.accumulateAndGet(reads - entered.incrementAndGet(), Math::max);
              }
            })
        .run();

    assertThat(entered).hasValue(61);
    assertThat(farthest.get()).as("directories read ahead").isLessThanOrEqualTo(4);
  }

  @Test
  void whatFailsOnOneNodeIsReportedInItsPlace() throws Exception {
    below(root, "a");
    below(root, "b");
    List<String> events = new ArrayList<>();
    new DeepWalk<String>(
            root,
            DeepOptions.DEFAULT,
            node -> {
              if (node.bestCap().equals(Optional.of(DirectoryWorld.cap("a")))) {
                throw new GridException("not this one");
              }
              return Optional.of("done");
            },
            event -> {
              switch (event) {
                case DeepEvent.Visited<String> visited ->
                    events.add(visited.path() + " " + visited.result().orElseThrow());
                case DeepEvent.Failed<String> failed ->
                    events.add(failed.path() + " " + failed.problem().getMessage());
                case DeepEvent.Entered<String> _, DeepEvent.Unreadable<String> _ -> {}
              }
            })
        .run();

    assertThat(events).containsExactly("[] done", "[a] not this one", "[b] done");
  }

  @Test
  void aSinkThatFailsEndsTheWalk() throws Exception {
    below(root, "a");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new DeepWalk<Object>(
                        root,
                        DeepOptions.DEFAULT,
                        NodeAction.NONE,
                        event -> {
                          throw new IOException("nobody listens");
                        })
                    .run())
        .withMessage("nobody listens");
  }

  @Test
  void aMonitorTellsWhatIsKnownSoFarAndCancels() throws Exception {
    Directory stuck = below(root, "stuck");
    CountDownLatch reading = new CountDownLatch(1);
    world
        .stored(stuck)
        .beforeReads(
            () -> {
              reading.countDown();
              new CountDownLatch(1).await();
            });
    Monitor<Manifest> monitor = Monitor.start(new BuildManifest(root, DeepOptions.SEQUENTIAL));
    reading.await();

    assertThat(monitor.await(Duration.ofMillis(1))).isEmpty();
    assertThat(monitor.isFinished()).isFalse();
    assertThat(paths(monitor.status())).first().isEqualTo(List.of());
    monitor.cancel();

    assertThatExceptionOfType(OperationCancelledException.class)
        .isThrownBy(() -> monitor.await(Duration.ofSeconds(30)));
    assertThat(monitor.isFinished()).isTrue();
    assertThat(monitor.isCancelled()).isTrue();
    assertThat(monitor.status().entries()).isNotEmpty();
  }

  @Test
  void aMonitorHandsTheResultToEverybody() throws Exception {
    Monitor<CountEverything.Result> monitor =
        Monitor.start(new CountEverything(root, DeepOptions.DEFAULT));

    for (int i = 0; i < 2; i++) {
      assertThat(monitor.await(Duration.ofSeconds(30)).orElseThrow().stats().directories()).isOne();
    }
    assertThat(monitor.status().stats().directories()).isOne();
  }

  @Test
  void checksCountAndRepairsAreAttempted() throws Exception {
    Directory hurt = below(root, "hurt");
    Directory lost = below(root, "lost");
    root.set(NewLink.of("literal", world.node("URI:LIT:n5xgk")), Overwrite.NEVER);
    world.stored(hurt).keepShares(5);
    world.stored(lost).keepShares(2);

    DeepCheckResult found =
        new CheckEverything(root, CheckOptions.QUICK, DeepOptions.DEFAULT).run();

    assertThat(found.results().sequencedKeySet())
        .containsExactly(List.of(), List.of("hurt"), List.of("lost"));
    assertThat(List.of(found.checked(), found.healthy(), found.unhealthy(), found.unrecoverable()))
        .containsExactly(3, 1, 2, 1);
    assertThat(found.root()).isEqualTo(root.storageIndex());
    assertThat(found.of(hurt.storageIndex().orElseThrow()).map(CheckOutcome::good)).contains(5);
    assertThat(found.at(List.of("nowhere"))).isEmpty();
    assertThat(found.stats().literalFiles()).isOne();

    DeepRepairResult repaired =
        new RepairEverything(root, CheckOptions.QUICK, DeepOptions.DEFAULT).run();

    assertThat(repaired.before().healthy()).isOne();
    assertThat(repaired.after().healthy()).isEqualTo(2);
    assertThat(List.of(repaired.attempted(), repaired.successful(), repaired.unsuccessful()))
        .containsExactly(2, 1, 1);
    assertThat(repaired.remainingCorrupt()).isEmpty();
  }
}
