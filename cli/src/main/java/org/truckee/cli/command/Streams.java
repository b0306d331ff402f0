package org.truckee.cli.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command reads and writes.
 *
 * @param in standard input
 * @param out standard output, for bytes; failures to write are reported
 * @param err standard error, for people
 * @param errIsTerminal whether {@code err} can show a line that changes
 */
public record Streams(InputStream in, OutputStream out, PrintStream err, boolean errIsTerminal) {
  /** Set to {@code terminal} by the launcher, which can tell at no cost. */
  private static final String STDERR_PROPERTY = "truckee.stderr";

  /** The streams of this process. */
  public static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        // Unbuffered and unadorned: a print stream would swallow a full disk or a broken pipe.
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        "terminal".equals(System.getProperty(STDERR_PROPERTY)));
  }

  /** These streams, with standard output discarded. */
  public Streams quiet() {
    return new Streams(in, OutputStream.nullOutputStream(), err, false);
  }
}
