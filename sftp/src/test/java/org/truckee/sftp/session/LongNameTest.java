package org.truckee.sftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.truckee.sftp.protocol.Attributes;

final class LongNameTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private final LongName names = new LongName(Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC);

  private static Attributes attributes(int mode, long size, String time) {
    int seconds = (int) Instant.parse(time).getEpochSecond();
    return new Attributes(
        OptionalLong.of(size),
        OptionalInt.of(mode),
        Optional.of(new Attributes.Times(seconds, seconds)),
        Map.of());
  }

  @Test
  void recentTimesHaveTheHour() {
    assertThat(names.of("f1", attributes(0100666, 5, "2026-11-21T19:56:12Z")))
        .isEqualTo("-rw-rw-rw-    1 tahoe    tahoe           5 Nov 21 19:56 f1");
  }

  @Test
  void oldTimesAndThoseToComeHaveTheYear() {
    assertThat(names.of("d", attributes(040555, 0, "2025-01-02T00:00:00Z")))
        .isEqualTo("dr-xr-xr-x    1 tahoe    tahoe           0 Jan 02  2025 d");
    assertThat(names.of("d", attributes(040555, 0, "2027-01-02T00:00:00Z")))
        .contains("Jan 02  2027");
  }

  @Test
  void whatIsUnknownHasAMark() {
    assertThat(
            names.of(
                "x",
                new Attributes(
                    OptionalLong.empty(), OptionalInt.of(0), Optional.empty(), Map.of())))
        .isEqualTo("?---------    1 tahoe    tahoe           0 Jan 01  1970 x");
  }
}
