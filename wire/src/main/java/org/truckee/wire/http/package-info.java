/**
 * The HTTP storage protocol ({@code spec/05}), client and server.
 *
 * <p>{@link org.truckee.wire.http.StorageHttpServer} offers a local storage server at a {@link
 * org.truckee.wire.Nurl}; {@link org.truckee.wire.http.StorageHttpClient} is the storage server at
 * a NURL; {@link org.truckee.wire.http.HttpServerConnection} keeps watch over one and tells whether
 * it answers. All of them live on the threads and buffers of one {@link
 * org.truckee.wire.http.HttpTransport}. Share data streams through in both directions and is not
 * held in memory, but for the little that is sent along with a list of shares or a question for
 * space ({@code docs/protocol-extensions.md}).
 */
package org.truckee.wire.http;
