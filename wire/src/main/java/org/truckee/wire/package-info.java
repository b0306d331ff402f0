/**
 * Storage servers behind a wire: how a server is named ({@link org.truckee.foolscap.Furl}, {@link
 * org.truckee.wire.Nurl}), what it says of itself ({@link org.truckee.wire.introducer}), and the
 * watch over it ({@link org.truckee.wire.ServerConnection}); one package for each protocol, client
 * and server side.
 *
 * <p>{@link org.truckee.wire.http} speaks the HTTP storage protocol ({@code spec/05}). What comes
 * in and goes out are the types of {@link org.truckee.storage}; no type of an HTTP library leaves
 * this room.
 */
package org.truckee.wire;
