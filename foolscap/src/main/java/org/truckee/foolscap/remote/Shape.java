package org.truckee.foolscap.remote;

import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.value.Value;

/**
 * A Java type as it travels: what may arrive for it, and how it is made of a value and becomes one.
 *
 * @param <T> the Java type
 */
interface Shape<T> {
  /** What the tokens are checked against. */
  Constraint constraint();

  /**
   * Makes the Java object.
   *
   * @throws ViolationException if the value is not of this shape
   */
  T fromValue(Value value, Reading reading) throws ViolationException;

  /**
   * Makes the value.
   *
   * @throws ViolationException if the object is beyond the limits of this shape
   */
  Value toValue(T object) throws ViolationException;
}
