/**
 * Holds one share on one server against the capability of its file ({@code spec/01 §9.1}): for
 * checks, and for uploads that rely on shares that they did not write.
 */
package org.truckee.grid.immutable.verify;
