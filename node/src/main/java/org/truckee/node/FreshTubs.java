package org.truckee.node;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.tub.Tub;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.wire.foolscap.FoolscapServerConnection;
import org.truckee.wire.network.Routes;

/**
 * Makes a Tub for each server that is used over Foolscap ({@code spec/06 §1.4}), each with an
 * identity that was made for it, so that servers cannot tell that they have the same client. One
 * key is made at a time: it keeps a processor busy for a tenth of a second.
 */
final class FreshTubs implements AutoCloseable {
  /** Servers are looked at every other second: after so much silence there is nobody. */
  private static final Duration DISCONNECT = Duration.ofMinutes(1);

  private static final long IDLE_SECONDS = 5;

  private final ConnectionSettings settings;
  private final SecureRandom random;
  private final Clock clock;
  private final ThreadPoolExecutor keys;

  FreshTubs(ConnectionSettings settings, SecureRandom random, Clock clock) {
    this.settings = settings;
    this.random = random;
    this.clock = clock;
    this.keys =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("tub-key").factory());
    keys.allowCoreThreadTimeOut(true);
  }

  /** Those that connect by these routes. */
  FoolscapServerConnection.Tubs by(Routes routes) {
    return () -> make(routes);
  }

  private Tub make(Routes routes) throws InterruptedException {
    try {
      NodeCertificate certificate =
          keys.submit(() -> NodeCertificate.generate(clock, random)).get();
      return new Tub(
          certificate,
          NodeTub.options(settings, routes, random)
              .disconnect(settings.disconnect().orElse(DISCONNECT))
              .build());
    } catch (ExecutionException e) {
      throw new IllegalStateException("every JDK can make a certificate", e);
    }
  }

  @Override
  public void close() {
    keys.shutdownNow();
  }
}
