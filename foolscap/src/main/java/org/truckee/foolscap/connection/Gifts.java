package org.truckee.foolscap.connection;

import java.util.HashMap;
import java.util.Map;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.slicing.WireReference;

/**
 * References to objects of third Tubs that we have sent to the peer ({@code spec/06 §8.4}). They
 * are held until the peer says that it has got hold of the object itself.
 */
final class Gifts {
  private static final int MAX_GIFTS = 10_000;

  private final Map<Long, RemoteReference> given = new HashMap<>();
  private long last;

  synchronized WireReference.Theirs give(RemoteReference reference) throws ViolationException {
    Furl furl =
        reference
            .furl()
            .orElseThrow(
                () ->
                    new ViolationException(
                        "an object of a Tub without location cannot be passed on"));
    if (given.size() >= MAX_GIFTS) {
      throw new ViolationException("the peer has not accepted thousands of gifts before this one");
    }
    given.put(++last, reference);
    return new WireReference.Theirs(last, furl.text());
  }

  synchronized void accepted(long giftId) {
    given.remove(giftId);
  }

  synchronized void clear() {
    given.clear();
  }
}
