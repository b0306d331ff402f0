package org.truckee.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.truckee.storage.StorageServer;
import org.truckee.wire.ConnectionStatus;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.PluginOffer;

/** A server that only plugins can use which this node does not have ({@code spec/07 §4.2}). */
final class UnusableServer implements ServerConnection {
  private final ConnectionStatus status;
  private final CountDownLatch closed = new CountDownLatch(1);

  UnusableServer(AnnouncedServer server) {
    String names =
        server.offers().stream().map(PluginOffer::name).collect(Collectors.joining(", "));
    this.status = ConnectionStatus.UNSTARTED.failed("missing plugin \"%s\"".formatted(names));
  }

  @Override
  public void start() {
    // There is nothing that could be begun.
  }

  @Override
  public ConnectionStatus status() {
    return status;
  }

  @Override
  public Optional<StorageServer> server() {
    return Optional.empty();
  }

  @Override
  public void onChange(Runnable listener) {
    // Nothing ever changes.
  }

  @Override
  public void tryNow() {
    // As little as at the beginning.
  }

  @Override
  public boolean awaitConnected(Duration limit) throws InterruptedException {
    boolean _ = closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    return false;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
