/**
 * What every HTTP server of ours needs, whatever is spoken over it.
 *
 * <p>{@link org.truckee.http.HttpServer} accepts connections and hands each request to a handler on
 * a virtual thread of its own, as an {@link org.truckee.http.Exchange} in blocking style: a bounded
 * and timed body in, a timed answer out. It keeps to the limits on memory, connections, heads and
 * requests at once, and answers what is beyond them itself. The other classes read and write what
 * HTTP has in its headers. Nothing here knows what is served.
 */
package org.truckee.http;
