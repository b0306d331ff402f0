package org.truckee.grid.mutable.publish;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.truckee.grid.GridServer;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.SlotAnswer;

/**
 * Tells from the beginnings of shares, as answers to writes show them, whether somebody else writes
 * the file ({@code spec/02 §10.4}). Shares that the map did not show are no sign of that if they
 * are of a version that it did, or of an older one: their servers were away when it was made.
 */
final class Judge {
  private final byte[] ours;
  private final List<byte[]> known;
  private final long highest;

  /**
   * A judge of one publish.
   *
   * @param ours how the new shares begin
   * @param map what is being replaced
   */
  Judge(byte[] ours, ServerMap map) {
    this.ours = ours;
    this.known =
        map.versions().keySet().stream()
            .map(Version::header)
            .map(VersionHeader::checkstring)
            .toList();
    this.highest = map.highestSequenceNumber();
  }

  /** What an answer says of the share that was to be written. */
  sealed interface Verdict {
    /** It is as it should be. */
    record Written() implements Verdict {}

    /** It is another one than was expected, and may be replaced too. */
    record Replaceable(byte[] beginning) implements Verdict {}

    /** Somebody else has written it. */
    record Foreign(byte[] beginning) implements Verdict {}
  }

  Verdict of(PlannedWrite planned, SlotAnswer answer) {
    if (answer.success()) {
      return new Verdict.Written();
    }
    byte[] beginning = beginning(answer.data().get(planned.place().share()));
    return isOurs(beginning) ? new Verdict.Written() : verdict(beginning);
  }

  /** The shares on the same server that were not expected, without those that are written. */
  Map<Place, Verdict> others(GridServer server, SlotAnswer answer, Iterable<Place> goal) {
    List<Place> expected = new ArrayList<>();
    goal.forEach(expected::add);
    Map<Place, Verdict> others = new java.util.TreeMap<>();
    for (Map.Entry<ShareNumber, List<byte[]>> share : answer.data().entrySet()) {
      Place place = new Place(server, share.getKey().value());
      byte[] beginning = beginning(share.getValue());
      if (!expected.contains(place) && beginning.length > 0 && !isOurs(beginning)) {
        others.put(place, verdict(beginning));
      }
    }
    return others;
  }

  private Verdict verdict(byte[] beginning) {
    return isForeign(beginning)
        ? new Verdict.Foreign(beginning)
        : new Verdict.Replaceable(beginning);
  }

  private boolean isForeign(byte[] beginning) {
    boolean intelligible = beginning.length >= 9 && (beginning[0] == 0 || beginning[0] == 1);
    if (!intelligible || known.stream().anyMatch(old -> beginsAlike(old, beginning))) {
      return false;
    }
    long number = ByteBuffer.wrap(beginning).getLong(1);
    return Long.compareUnsigned(number, highest) >= 0;
  }

  private boolean isOurs(byte[] beginning) {
    return Arrays.equals(ours, beginning);
  }

  private static boolean beginsAlike(byte[] checkstring, byte[] beginning) {
    int length = Math.min(checkstring.length, beginning.length);
    return Arrays.equals(checkstring, 0, length, beginning, 0, length);
  }

  private static byte[] beginning(List<byte[]> data) {
    return data == null || data.isEmpty() ? new byte[0] : data.getFirst();
  }
}
