package org.truckee.foolscap.remote;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many bytes of memory the arguments of a call, or its answer, may take; streams do not count.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MessageLimit {
  /** Where nothing is said: enough for everything but share data. */
  long DEFAULT = 1 << 20;

  /** In bytes. */
  long value();
}
