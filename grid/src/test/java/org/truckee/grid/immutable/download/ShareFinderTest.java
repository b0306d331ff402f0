package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.simulation.Call.Operation;

/** Which servers are asked for shares, and which are asked once more. */
class ShareFinderTest {
  private static final int SERVERS = 10;

  private final DownloadFixture world = new DownloadFixture(SERVERS);
  private final Downloaders downloaders = new Downloaders(world.grid, DownloadFixture.PATIENT);

  @AfterEach
  void close() {
    downloaders.close();
    world.close();
  }

  @Test
  void aReadDoubtsOnlyAnswersFromBeforeItAndOnlyOnceHoweverManyOthersBegin() throws Exception {
    ShareFinder finder = finder(world.file(100, 3, 10, 100));
    long first = finder.begin();
    askAll(finder);
    long seen = finder.changes();
    assertThat(finder.mayFindMore(seen, first)).as("these are its own answers").isFalse();
    assertThat(finder.mayFindMore(seen - 1, first)).as("something happened").isTrue();
    long second = finder.begin();
    assertThat(finder.mayFindMore(seen, second)).as("the first read had them").isTrue();
    assertThat(finder.mayFindMore(seen, first)).as("the first may wait for them, too").isTrue();
    askAll(finder);
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isEqualTo(2 * SERVERS);
    long third = finder.begin();
    seen = finder.changes();
    assertThat(finder.mayFindMore(seen, second)).as("the second has asked again").isFalse();
    assertThat(finder.mayFindMore(seen, third)).isTrue();
    askAll(finder);
    assertThat(world.grid.count(Operation.GET_BUCKETS)).isEqualTo(3 * SERVERS);
  }

  private static void askAll(ShareFinder finder) throws InterruptedException {
    long seen = finder.changes();
    finder.ask(SERVERS, Downloaders.unrecorded());
    while (!finder.isSettled(seen)) {
      finder.awaitChange(seen);
      seen = finder.changes();
    }
  }

  private ShareFinder finder(EncodedFile file) throws Exception {
    return downloaders.get().open(file.cap().verifyCap()).finder();
  }
}
