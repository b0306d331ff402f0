package org.truckee.foolscap.slicing;

import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Reference;

/** Knows the objects that the two sides of a connection have shown each other. */
public interface References {
  /**
   * Notes that {@code reference} is sent and says how.
   *
   * @throws ViolationException if it cannot be
   */
  WireReference send(Reference reference) throws ViolationException;

  /**
   * Notes that a reference was received.
   *
   * @throws ViolationException if it is not accepted
   * @throws BananaException if it cannot be
   */
  Reference receive(WireReference reference) throws ViolationException, BananaException;
}
