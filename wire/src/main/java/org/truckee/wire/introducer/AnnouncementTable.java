package org.truckee.wire.introducer;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The announcements that were accepted, one of each service of each publisher ({@code spec/07 §3.2,
 * §3.4}): older ones that somebody repeats do not replace newer ones. Not thread-safe.
 *
 * @param <T> what is kept of an announcement
 */
final class AnnouncementTable<T> {
  private final int max;
  private final Function<T, Announcement> said;
  private final Map<Index, T> entries = new LinkedHashMap<>();

  /** What became of an announcement. */
  enum Verdict {
    /** There was none before. */
    NEW,
    /** It takes the place of an older one. */
    UPDATE,
    /** It is known already. */
    DUPLICATE,
    /** A newer one is known. */
    REPLAY,
    /** It has no sequence number, and the one that is known has. */
    UNNUMBERED,
    /** There is no room for more. */
    TOO_MANY;

    boolean accepted() {
      return this == NEW || this == UPDATE;
    }
  }

  private record Index(String service, String publisher) {
    static Index of(Announcement announcement) {
      return new Index(announcement.service(), announcement.publisher());
    }
  }

  /** With room for so many. */
  AnnouncementTable(int max, Function<T, Announcement> said) {
    this.max = max;
    this.said = said;
  }

  /** Takes an announcement in, if the rules say so. */
  Verdict put(T entry) {
    Announcement announcement = said.apply(entry);
    Index index = Index.of(announcement);
    Verdict verdict = judge(announcement, Optional.ofNullable(entries.get(index)).map(said));
    if (verdict.accepted()) {
      entries.put(index, entry);
    }
    return verdict;
  }

  private Verdict judge(Announcement announcement, Optional<Announcement> known) {
    if (known.isEmpty()) {
      return entries.size() < max ? Verdict.NEW : Verdict.TOO_MANY;
    }
    if (known.get().fields().equals(announcement.fields())) {
      return Verdict.DUPLICATE;
    }
    Optional<BigInteger> before = known.get().sequence();
    if (before.isEmpty()) {
      return Verdict.UPDATE;
    }
    Optional<BigInteger> now = announcement.sequence();
    if (now.isEmpty()) {
      return Verdict.UNNUMBERED;
    }
    return now.get().compareTo(before.get()) > 0 ? Verdict.UPDATE : Verdict.REPLAY;
  }

  /** Whether there is one of the same service of the same publisher. */
  boolean knows(Announcement announcement) {
    return entries.containsKey(Index.of(announcement));
  }

  boolean isFull() {
    return entries.size() >= max;
  }

  /** Drops one. */
  void remove(T entry) {
    entries.remove(Index.of(said.apply(entry)), entry);
  }

  /** All, in the order in which they were first heard. */
  List<T> all() {
    return List.copyOf(entries.values());
  }
}
