/**
 * Immutable files as they are in shares ({@code spec/01}): how they are cut into segments, where
 * the parts of a share are, the URI extension. The roads up and down are in the packages below.
 */
package org.truckee.grid.immutable;
