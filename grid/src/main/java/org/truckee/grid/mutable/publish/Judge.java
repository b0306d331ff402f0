package org.truckee.grid.mutable.publish;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.grid.GridServer;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.map.ServerMap;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.SlotAnswer;

/**
 * Tells from the beginnings of shares, as answers to writes show them, whether somebody else writes
 * the file ({@code spec/02 §10.4}). Shares that the map did not show where they are now are no sign
 * of that if they are of the version that is being replaced, or of an older one: their servers were
 * away when it was made. Those of any other version are, also if the map showed some of them: it
 * may have shown the beginning of somebody else's write.
 */
final class Judge {
  private final byte[] ours;
  private final Optional<VersionHeader> replaced;
  private final long newest;

  /**
   * A judge of one publish.
   *
   * @param ours how the new shares begin
   * @param map shows what is being replaced: its best version
   */
  Judge(byte[] ours, ServerMap map) {
    this.ours = ours;
    this.replaced = map.best().map(Version::header);
    this.newest = replaced.map(VersionHeader::sequenceNumber).orElse(map.highestSequenceNumber());
  }

  /** What an answer says of the share that was to be written. */
  sealed interface Verdict {
    /** It is as it should be. */
    record Written() implements Verdict {}

    /** It is another one than was expected, and may be replaced too. */
    record Replaceable(byte[] beginning) implements Verdict {}

    /** Somebody else has written it. */
    record Foreign(byte[] beginning) implements Verdict {}

    /** The server says that it is as was expected, and acts as if it were not. */
    record Contradictory() implements Verdict {}
  }

  Verdict of(PlannedWrite planned, SlotAnswer answer) {
    if (answer.success()) {
      return new Verdict.Written();
    }
    byte[] beginning = beginning(answer.data().get(planned.place().share()));
    if (isOurs(beginning)) {
      return new Verdict.Written();
    }
    return beginsAlike(planned.expected(), beginning)
        ? new Verdict.Contradictory()
        : verdict(beginning);
  }

  /** The shares on the same server that were not expected, without those that are written. */
  Map<Place, Verdict> others(GridServer server, SlotAnswer answer, Collection<Place> goal) {
    Map<Place, Verdict> others = new TreeMap<>();
    for (Map.Entry<ShareNumber, List<byte[]>> share : answer.data().entrySet()) {
      Place place = new Place(server, share.getKey().value());
      byte[] beginning = beginning(share.getValue());
      if (!goal.contains(place) && beginning.length > 0 && !isOurs(beginning)) {
        others.put(place, verdict(beginning));
      }
    }
    return others;
  }

  /** The guards that are not as expected any more, if nothing was written. */
  Map<Place, Verdict> changed(List<PlannedWrite> guards, SlotAnswer answer) {
    Map<Place, Verdict> changed = new TreeMap<>();
    if (answer.success()) {
      return changed;
    }
    for (PlannedWrite guard : guards) {
      byte[] beginning = beginning(answer.data().get(guard.place().share()));
      if (!beginsAlike(guard.expected(), beginning) && !isOurs(beginning)) {
        changed.put(guard.place(), verdict(beginning));
      }
    }
    return changed;
  }

  private Verdict verdict(byte[] beginning) {
    return isForeign(beginning)
        ? new Verdict.Foreign(beginning)
        : new Verdict.Replaceable(beginning);
  }

  private boolean isForeign(byte[] beginning) {
    boolean intelligible = beginning.length >= 9 && (beginning[0] == 0 || beginning[0] == 1);
    if (!intelligible) {
      return false;
    }
    long number = ByteBuffer.wrap(beginning).getLong(1);
    return Long.compareUnsigned(number, newest) >= 0
        && replaced.stream().noneMatch(old -> beginsAlike(old.checkstring(), beginning));
  }

  private boolean isOurs(byte[] beginning) {
    return Arrays.equals(ours, beginning);
  }

  private static boolean beginsAlike(byte[] checkstring, byte[] beginning) {
    int length = Math.min(checkstring.length, beginning.length);
    return (length > 0 || checkstring.length == beginning.length)
        && Arrays.equals(checkstring, 0, length, beginning, 0, length);
  }

  private static byte[] beginning(List<byte[]> data) {
    return data == null || data.isEmpty() ? new byte[0] : data.getFirst();
  }
}
