package org.truckee.grid;

import org.truckee.storage.ShareNumber;

/**
 * A share on a server.
 *
 * @param server where it is
 * @param share its number
 * @param problem what is wrong with it; empty if nothing is
 */
public record ShareLocation(GridServer server, ShareNumber share, String problem) {}
