/**
 * Reading a version of a mutable file ({@code spec/02 §12}): the shares of the version, validated
 * blocks of them, decoded and deciphered segments, and those as streams and channels.
 */
package org.truckee.grid.mutable.retrieve;
