package org.truckee.grid.immutable.download;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.UnusableCapabilityException;

/**
 * The files that were opened lately, so that the next read of one of them need not find out again
 * where its shares are and what their hash trees say ({@code spec/01 §8.1}). Those who seek about
 * in a file by one request after another gain most. Bounded in time, number and bytes; thread-safe.
 */
public final class OpenFiles {
  private static final Duration REMEMBERED = Duration.ofSeconds(60);
  private static final int MOST = 200;
  private static final long MOST_BYTES = 8L << 20;

  /** Roughly, in two trees of each share that is read: a hash, its array and its place. */
  private static final long BYTES_OF_SEGMENT = 4 * 64;

  private static final long BYTES_OF_FILE = 1 << 13;

  private final Downloader downloader;
  private final LongSupplier nanoTime;

  /** The longest unused first. */
  private final Map<ChkVerifyCap, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Softly, so that no file that turns out larger than it was guessed can fill the heap. */
  private record Entry(SoftReference<CrypttextFile> file, long used) {}

  /** With a clock that never goes back, in nanoseconds. */
  public OpenFiles(Downloader downloader, LongSupplier nanoTime) {
    this.downloader = downloader;
    this.nanoTime = nanoTime;
  }

  /**
   * The file that a capability names; nothing is asked of the servers yet.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public synchronized CrypttextFile open(ChkVerifyCap cap) throws UnusableCapabilityException {
    forgetOld();
    Entry known = entries.get(cap);
    CrypttextFile remembered = known == null ? null : known.file.get();
    CrypttextFile file = remembered == null ? downloader.open(cap) : remembered;
    entries.put(cap, new Entry(new SoftReference<>(file), nanoTime.getAsLong()));
    forgetSurplus();
    return file;
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext() && now - oldest.next().used > REMEMBERED.toNanos()) {
      oldest.remove();
    }
  }

  private void forgetSurplus() {
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext() && (entries.size() > MOST || bytes() > MOST_BYTES)) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Counted anew each time: reads that are under way may find more segments than were guessed. */
  private long bytes() {
    return entries.values().stream()
        .map(entry -> entry.file.get())
        .filter(Objects::nonNull)
        .mapToLong(OpenFiles::bytes)
        .sum();
  }

  private static long bytes(CrypttextFile file) {
    long shares = file.facts().cap().needed() + (long) ShareFinder.SPARE_QUESTIONS;
    return BYTES_OF_FILE + file.facts().likelyGeometry().segments() * shares * BYTES_OF_SEGMENT;
  }
}
