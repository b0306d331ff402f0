package org.truckee.storage.upkeep;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.storage.ShareKind;

/** The figures of {@code space-recovered} ({@code spec/04 §14.4}). */
final class SpaceTally {
  private static final List<String> UNITS = List.of("buckets", "shares", "sharebytes", "diskbytes");
  private static final List<String> PARTS = List.of("", "-mutable", "-immutable");

  /** The figures of buckets in which nothing could be read. */
  private static final String UNKNOWN = "-unknown";

  private final Map<String, Long> figures = new LinkedHashMap<>();

  SpaceTally() {
    for (Criterion criterion : Criterion.values()) {
      for (String unit : UNITS) {
        for (String part : PARTS) {
          figures.put("%s-%s%s".formatted(criterion.word(), unit, part), 0L);
        }
      }
    }
  }

  /** One that goes on from figures that were written. */
  static SpaceTally of(Members written) {
    SpaceTally tally = new SpaceTally();
    for (String name : List.copyOf(tally.figures.keySet())) {
      written.number(name).ifPresent(number -> tally.figures.put(name, number));
    }
    for (Criterion criterion : Criterion.values()) {
      String name = criterion.word() + "-buckets" + UNKNOWN;
      written.number(name).ifPresent(number -> tally.figures.put(name, number));
    }
    return tally;
  }

  void addShare(Criterion criterion, FoundContainer.Sound share) {
    Optional<ShareKind> kind = Optional.of(share.kind());
    add(criterion, "shares", part(kind), 1);
    add(criterion, "sharebytes", part(kind), share.size());
    add(criterion, "diskbytes", part(kind), share.diskBytes());
  }

  /** A bucket that was looked at, whose shares are counted by themselves. */
  void addExamined(String part) {
    add(Criterion.EXAMINED, "buckets", part, 1);
  }

  /** A bucket of which nothing is left. */
  void addBucket(Criterion criterion, Optional<ShareKind> kind, long diskBytes) {
    add(criterion, "buckets", part(kind), 1);
    add(criterion, "diskbytes", part(kind), diskBytes);
  }

  private void add(Criterion criterion, String unit, String part, long amount) {
    String name = criterion.word() + "-" + unit;
    figures.merge(name, amount, Long::sum);
    if (!part.isEmpty()) {
      figures.merge(name + part, amount, Long::sum);
    }
  }

  /** The end of the names of figures of one kind. */
  static String part(Optional<ShareKind> kind) {
    return kind.map(known -> "-" + known.word()).orElse("");
  }

  /** The end of the names of figures of a bucket whose last share could not be read. */
  static String unknownPart() {
    return UNKNOWN;
  }

  /** What was counted by one criterion. */
  Space of(Criterion criterion) {
    String name = criterion.word();
    return new Space(
        figures.get(name + "-shares"),
        figures.get(name + "-buckets"),
        figures.get(name + "-buckets-mutable"),
        figures.get(name + "-buckets-immutable"),
        figures.get(name + "-diskbytes"),
        figures.get(name + "-diskbytes-mutable"),
        figures.get(name + "-diskbytes-immutable"));
  }

  Map<String, Object> json() {
    return new LinkedHashMap<>(figures);
  }

  /**
   * The 48 usual figures times a factor.
   *
   * @param factor empty if nothing can be said yet
   */
  Map<String, Object> estimate(Optional<Double> factor) {
    Map<String, Object> estimate = new LinkedHashMap<>();
    for (Criterion criterion : Criterion.values()) {
      for (String unit : UNITS) {
        for (String part : PARTS) {
          String name = "%s-%s%s".formatted(criterion.word(), unit, part);
          estimate.put(name, factor.map(times -> times * figures.get(name)).orElse(null));
        }
      }
    }
    return estimate;
  }

  /** All criteria with their figures. */
  Map<Criterion, Space> spaces() {
    Map<Criterion, Space> spaces = new LinkedHashMap<>();
    Arrays.stream(Criterion.values()).forEach(each -> spaces.put(each, of(each)));
    return spaces;
  }
}
