package org.truckee.foolscap.remote;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name on the wire. On an interface it is what makes it a remote one; on methods and parameters
 * it is needed only where the Java name, its words joined by underscores, is not it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
public @interface RemoteName {
  /** The name. */
  String value();
}
