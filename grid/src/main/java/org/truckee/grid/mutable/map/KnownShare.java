package org.truckee.grid.mutable.map;

import org.truckee.grid.mutable.Version;

/**
 * A share with a valid signature.
 *
 * @param place where it is
 * @param version what it belongs to
 * @param bytes what its server has already sent of it
 */
public record KnownShare(Place place, Version version, SlotBytes bytes) implements Finding {}
