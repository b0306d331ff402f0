package org.truckee.grid.mutable.map;

import java.util.Comparator;
import org.truckee.grid.GridServer;
import org.truckee.storage.ShareNumber;

/** Where a share is, or should be: its number on a server. */
public record Place(GridServer server, int number) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::number).thenComparing(place -> place.server.id());

  /** The number as servers have it. */
  public ShareNumber share() {
    return new ShareNumber(number);
  }

  /** By number, then by server. */
  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** As check results name it: {@code hrvkyajg-sh3}. */
  @Override
  public String toString() {
    return "%s-sh%d".formatted(server.id().shortName(), number);
  }
}
