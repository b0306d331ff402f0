package org.truckee.cli.command;

/**
 * Colours for people, where there are any.
 *
 * @param shown whether there are; otherwise texts stay as they are
 */
public record Colours(boolean shown) {
  private static final String RED = "31";
  private static final String YELLOW = "33";
  private static final String BOLD_BLUE = "1;34";

  /** A message: what stands before its first colon is what failed. */
  public String failure(String message) {
    return beginning(RED, message);
  }

  /** A warning, likewise. */
  public String warning(String message) {
    return beginning(YELLOW, message);
  }

  /** The name of a directory. */
  public String directory(String name) {
    return coloured(BOLD_BLUE, name);
  }

  private String beginning(String colour, String message) {
    int colon = message.indexOf(':');
    int line = message.indexOf('\n');
    boolean hasBeginning = colon > 0 && (line < 0 || colon < line);
    return hasBeginning
        ? coloured(colour, message.substring(0, colon + 1)) + message.substring(colon + 1)
        : message;
  }

  private String coloured(String colour, String text) {
    return shown ? "\u001b[%sm%s\u001b[0m".formatted(colour, text) : text;
  }
}
