package org.truckee.grid.spread;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A matching of servers and shares: no server has two shares in it and no share two servers. Grown
 * by augmenting paths: a server or share that is matched stays matched, but perhaps with another
 * partner.
 */
final class Matching {
  static final int NONE = -1;

  private final int[] shareOf;
  private final int[] serverOf;
  private final BitSet freeShares = new BitSet();

  Matching(int servers, int shares) {
    shareOf = new int[servers];
    serverOf = new int[shares];
    Arrays.fill(shareOf, NONE);
    Arrays.fill(serverOf, NONE);
    freeShares.set(0, shares);
  }

  /**
   * Matches as many more of the servers {@code from} … {@code to} − 1 as can be.
   *
   * @param edges which shares each server can be matched with; contains those of earlier calls
   */
  void grow(int from, int to, BitSet[] edges) {
    for (int server = from; server < to && !freeShares.isEmpty(); server++) {
      if (shareOf[server] == NONE) {
        augment(server, edges, new BitSet());
      }
    }
  }

  /** The share of a server, or {@link #NONE}. */
  int shareOf(int server) {
    return shareOf[server];
  }

  /** Whether a share is matched. */
  boolean hasShare(int share) {
    return serverOf[share] != NONE;
  }

  /** How many pairs there are. */
  int size() {
    return serverOf.length - freeShares.cardinality();
  }

  private boolean augment(int server, BitSet[] edges, BitSet visited) {
    BitSet open = (BitSet) edges[server].clone();
    open.and(freeShares);
    if (!open.isEmpty()) {
      match(server, open.nextSetBit(0));
      return true;
    }
    BitSet taken = edges[server];
    for (int share = taken.nextSetBit(0); share >= 0; share = taken.nextSetBit(share + 1)) {
      if (!visited.get(share)) {
        visited.set(share);
        if (augment(serverOf[share], edges, visited)) {
          match(server, share);
          return true;
        }
      }
    }
    return false;
  }

  private void match(int server, int share) {
    freeShares.clear(share);
    serverOf[share] = server;
    shareOf[server] = share;
  }
}
