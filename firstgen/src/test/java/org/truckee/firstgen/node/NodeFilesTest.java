package org.truckee.firstgen.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The smaller files of a base directory. */
final class NodeFilesTest {
  private static final Instant NOW = Instant.parse("2007-08-28T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path folder;

  private Path touched(int secondsAgo) throws Exception {
    Path file = folder.resolve(Hotline.FILE);
    Files.writeString(file, "");
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(secondsAgo)));
  }

  @Test
  void aNodeThatNobodyWatchesStops() throws Exception {
    assertThat(Hotline.isFresh(touched(0), CLOCK)).isTrue();
    assertThat(Hotline.isFresh(touched(10), CLOCK)).isTrue();
    assertThat(Hotline.isFresh(touched(11), CLOCK)).isFalse();
    CountDownLatch stopped = new CountDownLatch(1);
    Hotline.watch(touched(11), CLOCK, stopped::countDown);
    assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
    CountDownLatch removed = new CountDownLatch(1);
    Thread watch = Hotline.watch(touched(0), CLOCK, removed::countDown);
    Files.delete(folder.resolve(Hotline.FILE));
    assertThat(removed.await(60, TimeUnit.SECONDS)).isTrue();
    watch.join();
  }

  @ParameterizedTest
  @CsvSource({
    "8123, 0.0.0.0, 8123",
    "tcp:8123, 0.0.0.0, 8123",
    "tcp:0:interface=127.0.0.1, 127.0.0.1, 0",
    "8123:interface=::1, ::1, 8123",
  })
  void aWebServerListensWhereItsFileSays(String text, String address, int port) {
    assertThat(WebPort.parse(text)).isEqualTo(new WebPort(address, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eighty", "tcp:", "tcp:70000", "ssl:8123", "8123:interface=host"})
  void otherPlacesAreRefused(String text) {
    assertThatThrownBy(() -> WebPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tcp:8123:interface=127.0.0.1");
  }
}
