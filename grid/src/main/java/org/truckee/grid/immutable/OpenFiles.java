package org.truckee.grid.immutable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.UnusableCapabilityException;

/**
 * The files that were opened lately, so that the next read of one of them need not find out again
 * where its shares are and what their hash trees say ({@code spec/01 §8.1}). Those who seek about
 * in a file by one request after another gain most. Bounded in time, number and bytes; thread-safe.
 */
final class OpenFiles {
  private static final Duration REMEMBERED = Duration.ofSeconds(60);
  private static final int MOST = 200;
  private static final long MOST_BYTES = 8L << 20;

  /** Roughly, in two trees of each share that is read: a hash, its array and its place. */
  private static final long BYTES_OF_SEGMENT = 4 * 64;

  private static final long BYTES_OF_FILE = 1 << 13;

  private final DownloadTools tools;
  private final Clock clock;

  /** The longest unused first. */
  private final Map<ChkVerifyCap, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private record Entry(CrypttextFile file, Instant used) {
    long bytes() {
      return OpenFiles.bytes(file);
    }
  }

  OpenFiles(DownloadTools tools, Clock clock) {
    this.tools = tools;
    this.clock = clock;
  }

  /**
   * The file that a capability names; nothing is asked of the servers yet.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  synchronized CrypttextFile open(ChkVerifyCap cap) throws UnusableCapabilityException {
    forgetOld();
    Entry known = entries.get(cap);
    CrypttextFile file = known == null ? CrypttextFile.of(cap, tools) : known.file;
    entries.put(cap, new Entry(file, clock.instant()));
    forgetSurplus();
    return file;
  }

  private void forgetOld() {
    Instant limit = clock.instant().minus(REMEMBERED);
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext() && oldest.next().used.isBefore(limit)) {
      oldest.remove();
    }
  }

  private void forgetSurplus() {
    long bytes = entries.values().stream().mapToLong(Entry::bytes).sum();
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > MOST || bytes > MOST_BYTES) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  private static long bytes(CrypttextFile file) {
    long shares = file.facts().cap().needed() + (long) SegmentFetcher.SPARE_QUESTIONS;
    return BYTES_OF_FILE + file.facts().likelyGeometry().segments() * shares * BYTES_OF_SEGMENT;
  }
}
