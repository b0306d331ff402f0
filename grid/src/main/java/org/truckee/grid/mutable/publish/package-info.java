/**
 * Writing versions of mutable files ({@code spec/02 §10–11}): where shares go, contents made to
 * shares, and the writes, each of which a server carries out only if it still holds what the map
 * shows.
 *
 * <p>Whatever part of a publish is carried out, the file stays recoverable: shares are written at
 * once only if k of the old version or k of the new one remain whichever of the writes arrive;
 * otherwise some of the old ones are left alone until k new ones are acknowledged ({@link
 * org.truckee.grid.mutable.publish.Waves}).
 */
package org.truckee.grid.mutable.publish;
