package org.truckee.foolscap.slicing;

import java.util.Optional;

/** How a reference to an object stands in a message ({@code spec/06 §8.2–8.4}). */
public sealed interface WireReference {
  /**
   * An object of the sender.
   *
   * @param clid its number on this connection; negative if it is a bound method
   * @param interfaceName the name of its interface, empty text if it has none; sent the first time
   * @param furl where it can be found by others, if it can; sent the first time
   */
  record Mine(long clid, Optional<String> interfaceName, Optional<String> furl)
      implements WireReference {}

  /** An object of the receiver, by the number that the receiver has given it. */
  record Yours(long clid) implements WireReference {}

  /** A gift: an object of a third Tub. */
  record Theirs(long giftId, String furl) implements WireReference {}
}
