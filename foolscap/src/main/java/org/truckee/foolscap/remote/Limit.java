package org.truckee.foolscap.remote;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How large a value may be: the bytes of a byte string or text, the members of a set, the entries
 * of a list or map. It is checked before memory is spent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Limit {
  /** At most so many. */
  int value();

  /** At least so many; only for byte strings. */
  int min() default 0;
}
