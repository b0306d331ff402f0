package org.truckee.grid.mutable.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** Reads ranges of shares, as far as they were not sent already: with one question, or none. */
public final class ShareRanges {
  private ShareRanges() {}

  /**
   * What was sent, and the ranges that were missing.
   *
   * @throws MutableLayoutException if the server says now that it has no such share
   */
  public static SlotBytes complete(
      StorageIndex index, Place place, SlotBytes bytes, List<ByteRange> wanted)
      throws MutableLayoutException, StorageException, InterruptedException {
    List<ReadVector> missing = new ArrayList<>();
    for (ByteRange range : wanted) {
      if (range.length() > 0 && !bytes.has(range)) {
        missing.add(new ReadVector(range.begin(), range.length()));
      }
    }
    if (missing.isEmpty()) {
      return bytes;
    }
    Map<ShareNumber, List<byte[]>> answer =
        place.server().storage().readSlot(index, Set.of(place.share()), missing);
    List<byte[]> got = answer.get(place.share());
    if (got == null || got.size() != missing.size()) {
      throw new MutableLayoutException("no data for shnum " + place.number());
    }
    return bytes.with(SlotBytes.of(missing, got));
  }

  /**
   * A range that was sent.
   *
   * @throws MutableLayoutException if the share ends before the range does
   */
  public static byte[] require(SlotBytes bytes, ByteRange range, String what)
      throws MutableLayoutException {
    byte[] found = range.length() == 0 ? new byte[0] : bytes.find(range).orElseThrow();
    if (found.length < range.length()) {
      throw new MutableLayoutException(
          "the share is cut off: its %s has %d bytes instead of %d"
              .formatted(what, found.length, range.length()));
    }
    return found;
  }
}
