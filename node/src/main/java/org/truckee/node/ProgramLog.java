package org.truckee.node;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.truckee.web.api.LogMessages;

/**
 * Hands the log of the program on to the nodes that run in it. There is one log in a process, and
 * its library makes those who write it, which is why this is static.
 */
public final class ProgramLog {
  private static final List<LogMessages> NODES = new CopyOnWriteArrayList<>();

  private ProgramLog() {}

  /** A line has been logged; what is secret in it must be censored already. */
  public static void line(Instant time, String level, String logger, String text) {
    NODES.forEach(messages -> messages.line(time, level, logger, text));
  }

  /** A node wants to hear of them. */
  static void feed(LogMessages messages) {
    NODES.add(messages);
  }

  /** A node has ended. */
  static void forget(LogMessages messages) {
    NODES.remove(messages);
  }
}
