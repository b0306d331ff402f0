/**
 * The launcher {@code ./truckee} as a user calls it: in a copy of the checkout that holds the
 * launcher and perhaps what was built, but no sources, so that it never builds by itself what is
 * being built. Which JDK and which Maven it finds there is up to the test.
 */
package org.truckee.conformance.launcher;
