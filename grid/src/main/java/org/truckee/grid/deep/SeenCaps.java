package org.truckee.grid.deep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.truckee.capability.VerifyCap;
import org.truckee.crypto.Hashes;

/**
 * The verify caps that a walk has met, so that it meets nothing twice and no circle without end. Of
 * each only 16 bytes of a hash are kept: the one thing that grows with the tree.
 */
final class SeenCaps {
  private static final int FIRST = 64;

  /** Two words for each place; a place with two zeros is free. */
  private long[] words = new long[2 * FIRST];

  private int size;

  /** Adds a cap; tells whether it is new. */
  boolean add(VerifyCap cap) {
    ByteBuffer hash =
        ByteBuffer.wrap(Hashes.sha256(cap.text().getBytes(StandardCharsets.US_ASCII)));
    boolean added = put(words, hash.getLong(), hash.getLong() | 1);
    if (added && ++size * 3L > words.length) {
      grow();
    }
    return added;
  }

  private void grow() {
    long[] more = new long[Math.multiplyExact(words.length, 2)];
    for (int i = 0; i < words.length; i += 2) {
      if (words[i + 1] != 0) {
        put(more, words[i], words[i + 1]);
      }
    }
    words = more;
  }

  /** The second word is never zero. */
  private static boolean put(long[] table, long first, long second) {
    int mask = table.length / 2 - 1;
    int place = (int) first & mask;
    while (table[2 * place + 1] != 0) {
      if (table[2 * place] == first && table[2 * place + 1] == second) {
        return false;
      }
      place = place + 1 & mask;
    }
    table[2 * place] = first;
    table[2 * place + 1] = second;
    return true;
  }
}
