package org.truckee.wire.network.tor;

import java.util.List;
import java.util.Optional;

/**
 * The answer to an order.
 *
 * @param status a number of three digits; 250 is good
 * @param lines what it says, without the status
 */
record ControlReply(int status, List<String> lines) {
  private static final int OK = 250;

  ControlReply {
    lines = List.copyOf(lines);
  }

  /** The rest of the line that begins so. */
  Optional<String> after(String prefix) {
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst();
  }

  ControlReply require(String what) throws TorException {
    if (status != OK) {
      throw new TorException(
          "Tor does not %s: %d %s".formatted(what, status, String.join("; ", lines)));
    }
    return this;
  }
}
