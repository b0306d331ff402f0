package org.truckee.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard output, for texts. */
record Output(OutputStream out) {
  /**
   * Writes a text.
   *
   * @throws CommandException if nobody takes it, as when the disk is full
   */
  void write(String text) throws CommandException {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandException("error: cannot write to standard output: " + e.getMessage(), e);
    }
  }
}
