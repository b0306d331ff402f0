package org.truckee.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What all commands share: the streams, and the options that stand before the command.
 *
 * @param streams what is read and written; standard output is discarded already if it shall be
 * @param quiet whether nothing but errors is wanted
 * @param nodeDirectory the node to talk to, if it was named
 */
public record Session(Streams streams, boolean quiet, Optional<Path> nodeDirectory) {
  public InputStream in() {
    return streams.in();
  }

  public OutputStream out() {
    return streams.out();
  }

  public PrintStream err() {
    return streams.err();
  }

  /** Writes a line to standard output. */
  public void print(String line) throws CommandException {
    try {
      out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandException("error: cannot write to standard output: " + e.getMessage(), e);
    }
  }
}
