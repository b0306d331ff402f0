package org.truckee.wire;

import java.time.Duration;
import java.util.Optional;
import org.truckee.storage.StorageServer;

/**
 * The watch over one storage server, whatever protocol it speaks: finds it, notices when it is
 * lost, and finds it again ({@code spec/07 §4.3}). Thread-safe.
 */
public interface ServerConnection extends AutoCloseable {
  /** Begins to watch, and returns at once. A watch that was closed never begins. */
  void start();

  /** How it stood when it was last asked. */
  ConnectionStatus status();

  /**
   * The server; empty until it has answered for the first time. It stays when the server is lost.
   */
  Optional<StorageServer> server();

  /**
   * Has something done whenever the status may have changed; it must be brief. To be called before
   * {@link #start}, once.
   */
  void onChange(Runnable listener);

  /** Asks now instead of after the pause, unless a question is on its way. */
  void tryNow();

  /**
   * Waits until the server is connected.
   *
   * @return whether it is, before the time is over
   */
  boolean awaitConnected(Duration limit) throws InterruptedException;

  /** Ends the watch. What is under way with {@link #server} goes on. */
  @Override
  void close();
}
