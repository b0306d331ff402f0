package org.truckee.grid.mutable.publish;

import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.ServerMap;

/**
 * A version that was written.
 *
 * @param version what it is
 * @param map what servers hold now, as far as is known
 */
public record Published(Version version, ServerMap map) {}
