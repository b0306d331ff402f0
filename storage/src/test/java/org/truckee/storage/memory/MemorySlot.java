package org.truckee.storage.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.WrongKindException;

/** Reads and changes the mutable shares of one bucket ({@code spec/04 §10}). */
record MemorySlot(MemoryBucket bucket) {
  /** No test needs a larger share. */
  private static final int LARGEST = 1 << 26;

  /** The ranges of a share, each as far as there are data. */
  static List<byte[]> read(byte[] data, List<ReadVector> ranges) {
    return ranges.stream().map(range -> cut(data, range.offset(), range.length())).toList();
  }

  /** The ranges of all shares. */
  Map<ShareNumber, List<byte[]>> readAll(List<ReadVector> ranges) {
    Map<ShareNumber, List<byte[]>> answer = new TreeMap<>();
    bucket.shares.forEach((share, data) -> answer.put(share, read(data, ranges)));
    return answer;
  }

  void require(WriteEnabler presented) throws StorageException {
    if (bucket.isImmutable()) {
      throw new WrongKindException("an immutable file has no mutable slot");
    }
    if (bucket.isMutable() && !bucket.writeEnabler.equals(Optional.of(presented))) {
      throw new BadWriteEnablerException("The share was made with another write enabler.");
    }
  }

  boolean passes(Map<ShareNumber, ShareUpdate> updates) {
    return updates.entrySet().stream()
        .allMatch(
            update ->
                update.getValue().tests().stream()
                    .allMatch(test -> passes(data(update.getKey()), test)));
  }

  private static boolean passes(byte[] data, ShareUpdate.Test test) {
    return Arrays.equals(cut(data, test.offset(), test.length()), test.specimen());
  }

  private byte[] data(ShareNumber share) {
    return bucket.shares.getOrDefault(share, new byte[0]);
  }

  /** Makes all changes, or none if one of them is too large. */
  void change(Map<ShareNumber, ShareUpdate> updates, WriteEnabler writeEnabler)
      throws DataTooLargeException {
    Map<ShareNumber, byte[]> changed = new TreeMap<>();
    for (Map.Entry<ShareNumber, ShareUpdate> update : updates.entrySet()) {
      if (!deletes(update.getValue())) {
        changed.put(update.getKey(), changed(data(update.getKey()), update.getValue()));
      }
    }
    updates.forEach(
        (share, update) -> {
          if (deletes(update)) {
            bucket.remove(share);
          }
        });
    if (!changed.isEmpty()) {
      bucket.writeEnabler = Optional.of(writeEnabler);
      bucket.shares.putAll(changed);
    }
  }

  private static boolean deletes(ShareUpdate update) {
    return update.newLength().isPresent() && update.newLength().getAsLong() == 0;
  }

  private static byte[] changed(byte[] before, ShareUpdate update) throws DataTooLargeException {
    byte[] data = before;
    for (ShareUpdate.Write write : update.writes()) {
      if (write.offset() > LARGEST - write.data().length) {
        throw new DataTooLargeException(
            "no share in memory has bytes at %d".formatted(write.offset()));
      }
      int offset = (int) write.offset();
      data = Arrays.copyOf(data, Math.max(data.length, offset + write.data().length));
      System.arraycopy(write.data(), 0, data, offset, write.data().length);
    }
    long length = Math.min(update.newLength().orElse(data.length), data.length);
    return Arrays.copyOf(data, (int) length);
  }

  private static byte[] cut(byte[] data, long offset, long length) {
    int begin = (int) Math.min(offset, data.length);
    int end = begin + (int) Math.min(length, data.length - begin);
    return Arrays.copyOfRange(data, begin, end);
  }
}
