package org.truckee.web.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.truckee.grid.JsonValue;
import org.truckee.grid.Metadata;

/** When a link was made and set, as the page of a directory shows it ({@code spec/08 §20.2}). */
final class LinkTimes {
  /** Beyond them no clock shows a time that anybody could mean. */
  private static final double LAST_YEARS = 1e11;

  private LinkTimes() {}

  /** The times that a link has; those that only old links have, if it has no others. */
  static List<String> lines(Metadata metadata) {
    Stream<Optional<String>> times =
        metadata.linkCreated().isPresent() || metadata.linkModified().isPresent()
            ? Stream.of(
                labelled("lcr", metadata.linkCreated()), labelled("lmo", metadata.linkModified()))
            : Stream.of(
                labelled("c", number(metadata, "ctime")), labelled("m", number(metadata, "mtime")));
    return times.flatMap(Optional::stream).toList();
  }

  /** When it was last set, in seconds since the epoch; 0 if that is not known. */
  static long changed(Metadata metadata) {
    return metadata
        .linkModified()
        .or(() -> metadata.linkCreated())
        .or(() -> number(metadata, "mtime"))
        .filter(time -> Math.abs(time) < LAST_YEARS)
        .map(Double::longValue)
        .orElse(0L);
  }

  /** The same for people; empty if it is not known. */
  static String words(Metadata metadata) {
    long changed = changed(metadata);
    return changed == 0 ? "" : Quantities.time(Instant.ofEpochSecond(changed));
  }

  private static Optional<String> labelled(String label, Optional<Double> seconds) {
    return seconds
        .filter(time -> Math.abs(time) < LAST_YEARS)
        .map(time -> "%s: %s".formatted(label, Quantities.time(instant(time))));
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli((long) (seconds * 1000));
  }

  private static Optional<Double> number(Metadata metadata, String name) {
    return metadata
        .members()
        .get(name)
        .flatMap(
            value ->
                switch (value) {
                  case JsonValue.Real(double real) -> Optional.of(real);
                  case JsonValue.Whole(var whole) -> Optional.of(whole.doubleValue());
                  case JsonValue _ -> Optional.empty();
                });
  }
}
