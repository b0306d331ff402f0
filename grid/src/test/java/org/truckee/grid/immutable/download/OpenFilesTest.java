package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.ShareNumber;

/** What is remembered of a file from one opening to the next, and what never stays in the way. */
class OpenFilesTest {
  private static final Duration SOON = Duration.ofSeconds(50);
  private static final Duration LATER = Duration.ofSeconds(61);
  private static final int SEGMENT = 1 << 12;

  private final DownloadFixture world = new DownloadFixture(10);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneWhoSeeksAboutFetchesNothingButBlocks() throws Exception {
    EncodedFile file = world.file(50 * SEGMENT, 3, 3, SEGMENT);
    readOne(file, 0, SOON);
    long questions = world.grid.count(Operation.GET_BUCKETS);
    long reads = world.grid.count(Operation.READ);
    for (int segment = 10; segment < 50; segment += 10) {
      readOne(file, segment, SOON);
    }
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isEqualTo(questions);
    assertThat(world.grid.count(Operation.READ) - reads).isEqualTo(4 * 3);
  }

  @Test
  void whatNobodyReadForAWhileIsForgotten() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, SEGMENT);
    readOne(file, 0, SOON);
    long questions = world.grid.count(Operation.GET_BUCKETS);
    readOne(file, 1, LATER);
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isGreaterThan(questions);
  }

  @Test
  void sharesThatMovedBetweenTwoReadsAreFoundAgain() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, SEGMENT);
    readOne(file, 0, SOON);
    lose(file, 0);
    for (int share = 0; share < 3; share++) {
      world.grid.put(file.index(), world.grid.server(9 - share), share, file.shares().get(share));
    }
    readOne(file, 1, SOON);
  }

  @Test
  void sharesThatAreGoneForGoodAreMissedAndTheServersAskedJustOnceMore() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, SEGMENT);
    readOne(file, 0, SOON);
    lose(file, 2);
    long questions = world.grid.count(Operation.GET_BUCKETS);
    assertThatThrownBy(() -> readOne(file, 1, SOON)).isInstanceOf(NotEnoughSharesException.class);
    assertThat(world.grid.count(Operation.GET_BUCKETS) - questions).isLessThanOrEqualTo(10);
  }

  @Test
  void aServerThatHasLeftTheGridIsNotAskedForItsShares() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, SEGMENT);
    readOne(file, 0, SOON);
    List<FaultyServer> used =
        world.grid.servers().stream()
            .filter(server -> !server.calls(Operation.READ).isEmpty())
            .toList();
    used.forEach(world.grid::disconnect);
    List<Integer> before = new ArrayList<>();
    used.forEach(server -> before.add(server.calls(Operation.READ).size()));
    readOne(file, 1, SOON);
    List<Integer> after = new ArrayList<>();
    used.forEach(server -> after.add(server.calls(Operation.READ).size()));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aThousandFilesAreNotAllRemembered() throws Exception {
    List<EncodedFile> files = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      files.add(world.file(100, 1, 1, SEGMENT));
    }
    for (EncodedFile file : files) {
      whole(file);
    }
    long questions = world.grid.count(Operation.GET_BUCKETS);
    whole(files.getLast());
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isEqualTo(questions);
    whole(files.getFirst());
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isGreaterThan(questions);
  }

  /** The shares from one on are gone, without the servers noticing. */
  private void lose(EncodedFile file, int first) {
    for (int share = first; share < 10; share++) {
      world.grid.memory(world.grid.server(share)).remove(file.index(), new ShareNumber(share));
    }
  }

  private void whole(EncodedFile file) throws Exception {
    assertThat(DownloadFixture.whole(world.openAfter(Duration.ZERO, file.cap())))
        .isEqualTo(file.plaintext());
  }

  /** Reads some bytes of a segment, some time after the last read. */
  private void readOne(EncodedFile file, int segment, Duration time) throws Exception {
    ChkReadCap cap = file.cap();
    int begin = segment * SEGMENT + 5;
    byte[] read = DownloadFixture.range(world.openAfter(time, cap), begin, 10);
    assertThat(read).isEqualTo(Arrays.copyOfRange(file.plaintext(), begin, begin + 10));
  }
}
