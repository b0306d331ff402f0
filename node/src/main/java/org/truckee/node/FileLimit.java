package org.truckee.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.truckee.node.config.NodeException;

/** How many files and connections this process may have open, where the system has a limit. */
final class FileLimit {
  /** The program's own, and what a few transfers at once need. */
  private static final long OURS = 200;

  /** Files of a server that rests, and both ends of the connections to it. */
  private static final long OF_SERVER = 16;

  private FileLimit() {}

  /**
   * Sees to it that a grid does not fail half way.
   *
   * @param servers how many are to run in this process
   * @throws NodeException if there would not be enough files for them
   */
  static void check(int servers) throws NodeException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      check(servers, system.getMaxFileDescriptorCount());
    }
  }

  /** With a limit that is known; not positive if there is none. */
  static void check(int servers, long limit) throws NodeException {
    long needed = OURS + OF_SERVER * servers;
    if (limit > 0 && limit < needed) {
      throw new NodeException(
          ("a grid of %d servers needs %d open files and connections, and this process may have"
               + " only %d: allow it more ('ulimit -n %d' in the shell, LimitNOFILE= in systemd),"
               + " or run fewer servers")
              .formatted(servers, needed, limit, needed));
    }
  }
}
