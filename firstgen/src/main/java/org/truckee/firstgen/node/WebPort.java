package org.truckee.firstgen.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a web server listens, as the file {@code webport} says: {@code 8123}, {@code tcp:8123} or
 * {@code tcp:8123:interface=127.0.0.1}.
 *
 * @param address of this machine
 * @param port any free one if 0
 */
record WebPort(String address, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:tcp:)?(\\d{1,5})(?::interface=([0-9A-Fa-f.:]+))?");
  private static final int MAX_PORT = 65535;

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException if it says no place
   */
  static WebPort parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(1)) > MAX_PORT) {
      throw new IllegalArgumentException(
          "a port is a number, such as 8123, or tcp:8123:interface=127.0.0.1");
    }
    String address = form.group(2) == null ? "0.0.0.0" : form.group(2);
    return new WebPort(address, Integer.parseInt(form.group(1)));
  }
}
