package org.truckee.firstgen.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a node that nobody watches any more ({@code spec/12 §16}): the file {@code
 * suicide_prevention_hotline}, if it is there at the start, has to be touched every ten seconds.
 */
final class Hotline {
  static final String FILE = "suicide_prevention_hotline";
  private static final Logger LOG = LoggerFactory.getLogger(Hotline.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Hotline() {}

  /** Whether the file is there and was touched lately. */
  static boolean isFresh(Path file, Clock clock) {
    try {
      Instant touched = Files.getLastModifiedTime(file).toInstant();
      return Duration.between(touched, clock.instant()).compareTo(PATIENCE) <= 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Watches the file until it is stale, and stops the node then; ends with an interrupt too. */
  static Thread watch(Path file, Clock clock, Runnable stop) {
    return Thread.ofVirtual()
        .name("hotline")
        .start(
            () -> {
              try {
                while (isFresh(file, clock)) {
                  Thread.sleep(EVERY);
                }
                LOG.warn("{} was not touched for {}, so the node stops", file, PATIENCE);
                stop.run();
              } catch (InterruptedException _) {
                // The node has stopped by itself.
              }
            });
  }
}
