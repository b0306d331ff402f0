package org.truckee.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Notices that a client has gone away while a handler works for it and neither reads nor writes:
 * the handler is interrupted then. Who has closed only its own side of the connection counts as
 * gone, too.
 *
 * <p>It looks with the eyes of the connection, by reading a byte when there is one. That byte
 * belongs to the next request, and is given to the connection; after it there is nothing to be seen
 * any more. So it must look only between the end of a request and the end of its handler.
 */
final class ClientPresence {
  private final Connection connection;
  private final Thread handler = Thread.currentThread();
  private boolean looking;
  private boolean gone;

  /** Of the client of a connection, which the current thread serves. */
  ClientPresence(Connection connection) {
    this.connection = connection;
  }

  /** The whole request has been read, and none of its bytes are used any more. */
  synchronized void requestHasEnded() {
    looking = connection instanceof HttpConnection http && http.isRequestBufferEmpty();
  }

  /** The handler does not want to be interrupted any more, or has ended. */
  synchronized void stopLooking() {
    looking = false;
    if (gone) {
      // It was for this handler, not for the next one on the same thread.
      Thread.interrupted();
      gone = false;
    }
  }

  /** Interrupts the handler if the client is gone. Called by any thread. */
  synchronized void look() {
    if (looking && !isThere()) {
      looking = false;
      gone = true;
      handler.interrupt();
    }
  }

  private boolean isThere() {
    ByteBuffer one = BufferUtil.allocate(1);
    try {
      int filled = connection.getEndPoint().fill(one);
      if (filled > 0) {
        ((Connection.UpgradeTo) connection).onUpgradeTo(one);
        looking = false;
      }
      return filled >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
