/**
 * Storage servers behind a wire: one package for each protocol, client and server side.
 *
 * <p>{@link org.truckee.wire.http} speaks the HTTP storage protocol ({@code spec/05}). What comes
 * in and goes out are the types of {@link org.truckee.storage}; no type of an HTTP library leaves
 * this room.
 */
package org.truckee.wire;
