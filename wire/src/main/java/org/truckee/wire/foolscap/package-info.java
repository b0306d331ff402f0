/**
 * Storage servers over Foolscap ({@code spec/07 §9}), client and server.
 *
 * <p>{@link org.truckee.wire.foolscap.FoolscapStorageServer} makes an object to be published of a
 * storage server of this process; {@link org.truckee.wire.foolscap.FoolscapStorageClient} is the
 * storage server behind such an object. Share data streams through in both directions, but for
 * mutable shares, which travel inside of larger messages.
 */
package org.truckee.wire.foolscap;
