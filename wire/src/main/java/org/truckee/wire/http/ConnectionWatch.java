package org.truckee.wire.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes connections that are past their deadline: that took too long for a handshake or the
 * headers of a request, rested too long between requests, or read an answer too slowly.
 *
 * <p>The idle time-out of the HTTP server alone is fooled by a byte now and then.
 */
final class ConnectionWatch implements Connection.Listener {
  /** The deadline of a connection that waits for nobody but us. */
  private static final long NONE = Long.MAX_VALUE;

  private final Map<Connection, Long> deadlines = new ConcurrentHashMap<>();
  private final long origin = System.nanoTime();
  private final Duration rest;

  /** Lets connections rest as long as {@code rest}. */
  ConnectionWatch(Duration rest) {
    this.rest = rest;
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof SslConnection)) {
      deadlines.put(connection, now() + rest.toNanos());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    deadlines.remove(connection);
  }

  /** A request has arrived: no deadline until further notice. */
  void busy(Connection connection) {
    deadlines.replace(connection, NONE);
  }

  /** An answer is being sent and must be gone at {@code nanoTime}. */
  void sending(Connection connection, long nanoTime) {
    deadlines.replace(connection, nanoTime - origin);
  }

  /** A request has been answered. */
  void resting(Connection connection) {
    deadlines.replace(connection, now() + rest.toNanos());
  }

  /** Closes what is overdue. */
  void sweep() {
    long now = now();
    deadlines.forEach(
        (connection, deadline) -> {
          if (deadline < now) {
            connection.getEndPoint().close();
          }
        });
  }

  /** Open connections. */
  int size() {
    return deadlines.size();
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
