/**
 * Foolscap, the object-capability RPC of the existing grids ({@code spec/06}). It knows nothing of
 * storage.
 *
 * <p>A {@link org.truckee.foolscap.tub.Tub} publishes {@link
 * org.truckee.foolscap.remote.LocalObject}s under {@link org.truckee.foolscap.Furl}s and gets the
 * objects of others as {@link org.truckee.foolscap.remote.RemoteReference}s. Calls block and have
 * time limits; remote interfaces are Java interfaces with a {@link
 * org.truckee.foolscap.remote.RemoteName}, whose declared types bound what a peer can make us
 * spend. What can go wrong is a {@link org.truckee.foolscap.FoolscapException}.
 *
 * <p>From the wire upwards: {@code banana} has the tokens, {@code slicing} makes them of {@code
 * value}s as {@code remote} allows, {@code connection} has calls and references, {@code
 * negotiation} what comes before, {@code tub} the whole.
 */
package org.truckee.foolscap;
