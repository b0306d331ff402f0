package org.truckee.grid.spread;

import org.truckee.grid.GridServer;
import org.truckee.storage.ShareNumber;

/** One share on one server. */
public record Holding(GridServer server, ShareNumber share) {}
