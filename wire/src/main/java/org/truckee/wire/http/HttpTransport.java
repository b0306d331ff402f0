package org.truckee.wire.http;

import org.truckee.http.HttpThreads;

/**
 * What all HTTP clients and servers of a process share: the threads, timer and buffers, and the
 * connections to servers.
 */
public final class HttpTransport implements AutoCloseable {
  private final HttpThreads threads = new HttpThreads("http");
  private final ClientPool clients = new ClientPool(threads);

  /** The threads, timer and buffers, for servers that shall share them. */
  public HttpThreads threads() {
    return threads;
  }

  ClientPool clients() {
    return clients;
  }

  /** Stops everything that runs on it. */
  @Override
  public void close() {
    clients.close();
    threads.close();
  }
}
