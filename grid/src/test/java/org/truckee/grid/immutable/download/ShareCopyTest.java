package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.SegmentGeometry;

/** What is read of one share. */
class ShareCopyTest {
  private final DownloadFixture world = new DownloadFixture(1);
  private final Downloaders downloaders = new Downloaders(world.grid, DownloadFixture.PATIENT);

  @AfterEach
  void close() {
    downloaders.close();
    world.close();
  }

  @Test
  void aRunThatWasCutByAWrongGuessIsRefusedAlsoWhenAnotherHasOpenedTheShare() throws Exception {
    CrypttextFile file = opened(world.file(500_000, 1, 1, 100_000));
    ShareCopy copy = firstCopy(file.finder());
    SegmentGeometry guess = file.facts().guess();
    SegmentRun first = new SegmentRun(0, 1);
    assertThatThrownBy(() -> copy.fetch(guess, first, true))
        .isInstanceOf(WrongGuessException.class);
    SegmentGeometry real = file.facts().geometry().orElseThrow();
    assertThat(real).isNotEqualTo(guess);
    assertThat(copy.fetch(real, first, true).blocks()).hasSize(1);
    assertThat(copy.isOpen()).isTrue();
    assertThatThrownBy(() -> copy.fetch(guess, first, true))
        .as("a reader that began before the real geometry was known")
        .isInstanceOf(WrongGuessException.class);
  }

  private static ShareCopy firstCopy(ShareFinder finder) throws InterruptedException {
    finder.begin();
    finder.ask(1, Downloaders.unrecorded());
    while (finder.found().isEmpty()) {
      finder.awaitChange(finder.changes());
    }
    return finder.found().getFirst();
  }

  private CrypttextFile opened(EncodedFile file) throws Exception {
    return downloaders.get().open(file.cap().verifyCap());
  }
}
