package org.truckee.bench.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of the loopback interface, for the one setting that cannot be "any port": {@code
 * tub.port} (spec/09 §3.4 step 7).
 *
 * <p>They are taken from below the range that systems hand out to outgoing connections, so that
 * between this look and the node's bind no connection can slip in, and no port is given twice.
 */
final class LoopbackPorts {

  private static final int LOWEST = 15_000;
  private static final int BEYOND = 32_000;
  private static final int TRIES = 1_000;

  private static final Set<Integer> GIVEN = new HashSet<>();

  private LoopbackPorts() {}

  static synchronized int take() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new IOException("no free loopback port between " + LOWEST + " and " + BEYOND);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
