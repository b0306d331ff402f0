package org.truckee.grid.immutable;

import org.truckee.grid.GridServer;
import org.truckee.storage.ShareNumber;

/** One share on one server. */
record Holding(GridServer server, ShareNumber share) {}
