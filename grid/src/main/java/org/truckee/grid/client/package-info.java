/**
 * The grid of a client: puts the stations of {@code org.truckee.grid}'s rooms together and gives
 * them what they share. Nothing inside the module knows this package; callers begin here with
 * {@code GridClient.of(servers)} and go on with the interfaces of {@code org.truckee.grid}.
 */
package org.truckee.grid.client;
