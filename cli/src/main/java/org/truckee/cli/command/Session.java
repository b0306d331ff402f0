package org.truckee.cli.command;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What all commands share: the streams, and the options that stand before the command.
 *
 * @param streams what is read and written; standard output is discarded already if it shall be
 * @param quiet whether nothing but errors is wanted
 * @param nodeDirectory the node to talk to, if it was named
 * @param surroundings where the command is called
 */
public record Session(
    Streams streams, boolean quiet, Optional<Path> nodeDirectory, Surroundings surroundings) {
  /** This session with other streams. */
  public Session withStreams(Streams others) {
    return new Session(others, quiet, nodeDirectory, surroundings);
  }

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
    write(line + "\n");
  }

  /** Writes a text to standard output as it is. */
  public void write(String text) throws CommandException {
    new Output(out()).write(text);
  }
}
