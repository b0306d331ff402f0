package org.truckee.grid.mutable.map;

/**
 * A share that is of no use.
 *
 * @param place where it is
 * @param recorded its first bytes: a write to its place is made only if they are still the same
 * @param reason what is wrong with it
 */
public record BadShare(Place place, byte[] recorded, String reason) implements Finding {}
