package org.truckee.foolscap.tub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port at which a Tub can be reached. */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** What there is to wait for when the system has no more sockets, say. */
  private static final Duration BREATH = Duration.ofMillis(100);

  /** Whoever accepts needs a moment to notice the end. */
  private static final Duration TO_END = Duration.ofSeconds(5);

  private final ServerSocket server;
  private final Tub tub;
  private final Thread acceptor;

  Listener(InetSocketAddress address, int backlog, Tub tub) throws IOException {
    this.tub = tub;
    this.server = new ServerSocket(address.getPort(), backlog, address.getAddress());
    this.acceptor = Thread.ofVirtual().name("foolscap-accept-" + port()).unstarted(this::accept);
  }

  void start() {
    acceptor.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        tub.accept(socket, new byte[0]);
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("port {} does not accept a connection: {}", port(), e.getMessage());
          breathe();
        }
      }
    }
  }

  private static void breathe() {
    try {
      Thread.sleep(BREATH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port, also if any one was asked for. */
  public int port() {
    return server.getLocalPort();
  }

  /** Accepts no more; connections that were made stay. Afterwards the port is free. */
  @Override
  public void close() {
    try {
      server.close();
      // The socket is only gone when nobody waits at it any more.
      if (acceptor.isAlive()) {
        acceptor.join(TO_END);
      }
    } catch (IOException e) {
      LOG.debug("port {} complains while it is closed", port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
