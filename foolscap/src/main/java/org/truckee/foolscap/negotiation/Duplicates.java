package org.truckee.foolscap.negotiation;

import java.util.Optional;

/** Which of two connections with the same Tub is kept ({@code spec/06 §4.8}). */
public final class Duplicates {
  private Duplicates() {}

  /**
   * Whether an offer replaces a connection that lives.
   *
   * @param incarnation that of the peer when the living connection was made
   * @param sequence the number of the living connection
   * @param ownIncarnation that of this Tub
   */
  public static boolean replaces(
      Hello offer, String incarnation, long sequence, String ownIncarnation) {
    Optional<String> offered = offer.incarnation().filter(text -> !text.isEmpty());
    if (offered.isEmpty() || offer.lastConnection().isEmpty()) {
      return false;
    }
    if (!offered.get().equals(incarnation)) {
      return true;
    }
    String[] last = offer.lastConnection().get().strip().split("\\s+");
    if (last[0].equals("none")) {
      return false;
    }
    if (!last[0].equals(ownIncarnation)) {
      return true;
    }
    return last.length > 1 && last[1].equals(Long.toString(sequence));
  }
}
