package org.truckee.node;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hands the log of the program on to the nodes that run in it. There is one log in a process, and
 * its library makes those who write it, which is why this is static.
 */
public final class ProgramLog {
  private static final List<Listener> NODES = new CopyOnWriteArrayList<>();

  /** Hears of each line, in the middle of the logging: it must not wait. */
  @FunctionalInterface
  interface Listener {
    void line(Instant time, String level, String logger, String text);
  }

  private ProgramLog() {}

  /** A line has been logged; what is secret in it must be censored already. */
  public static void line(Instant time, String level, String logger, String text) {
    NODES.forEach(listener -> listener.line(time, level, logger, text));
  }

  /** A node wants to hear of them. */
  static void feed(Listener listener) {
    NODES.add(listener);
  }

  /** A node has ended. */
  static void forget(Listener listener) {
    NODES.remove(listener);
  }
}
