package org.truckee.firstgen.upload;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which peer is asked to take which shares ({@code spec/12 §10.2}): peers and shares are points on
 * a ring, and a share belongs to the nearest peer before it. Pure functions.
 */
final class ShareRing {
  private static final int BITS = 160;

  private ShareRing() {}

  /**
   * The shares of each peer.
   *
   * @param peers the places of the peers, in ascending order, of which there is at least one
   * @param homeless the numbers of the shares
   * @param total how many shares there are in all, which gives them their places
   * @return for every peer, by its index, the shares it is asked to take, perhaps none
   */
  static List<Set<Integer>> assign(List<byte[]> peers, Collection<Integer> homeless, int total) {
    TreeMap<BigInteger, Integer> places = new TreeMap<>();
    List<Set<Integer>> shares = new ArrayList<>();
    for (byte[] peer : peers) {
      places.put(new BigInteger(1, peer), shares.size());
      shares.add(new TreeSet<>());
    }
    for (int share : homeless) {
      BigInteger place =
          BigInteger.valueOf(share).shiftLeft(BITS).divide(BigInteger.valueOf(total));
      // One that is exactly where a peer is comes before it.
      Map.Entry<BigInteger, Integer> owner = places.lowerEntry(place);
      int index = owner == null ? places.lastEntry().getValue() : owner.getValue();
      shares.get(index).add(share);
    }
    return shares;
  }
}
