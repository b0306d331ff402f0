/**
 * The HTTP storage protocol ({@code spec/05}), client and server.
 *
 * <p>{@link org.truckee.wire.http.StorageHttpServer} offers a local storage server at a {@link
 * org.truckee.wire.http.Nurl}; {@link org.truckee.wire.http.StorageHttpClient} is the storage
 * server at a NURL; {@link org.truckee.wire.http.ServerConnection} keeps watch over one and tells
 * whether it answers. All of them live on the threads and buffers of one {@link
 * org.truckee.wire.http.HttpTransport}. Share data streams through in both directions and is never
 * held whole.
 */
package org.truckee.wire.http;
