/**
 * Remote interfaces, the objects and references that have them, and what may be sent to them
 * ({@code spec/06 §10}).
 *
 * <p>A {@link org.truckee.foolscap.remote.RemoteInterface} is derived from a Java interface; its
 * types become {@link org.truckee.foolscap.remote.Constraint}s, which judge every token before its
 * body is read, and the makers of Java objects from values.
 */
package org.truckee.foolscap.remote;
