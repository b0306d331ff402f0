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
  private static final int BACKLOG = 128;

  /** What there is to wait for when the system has no more sockets, say. */
  private static final Duration BREATH = Duration.ofMillis(100);

  private final ServerSocket server;
  private final Tub tub;

  Listener(InetSocketAddress address, Tub tub) throws IOException {
    this.tub = tub;
    this.server = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
  }

  void start() {
    Thread.ofVirtual().name("foolscap-accept-" + port()).start(this::accept);
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

  /** Accepts no more; connections that were made stay. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("port {} complains while it is closed", port(), e);
    }
  }
}
