package org.truckee.cli.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command reads and writes.
 *
 * @param in standard input
 * @param out standard output, for bytes; failures to write are reported
 * @param err standard error, for people
 * @param outIsTerminal whether {@code out} is read by a person
 * @param errIsTerminal whether {@code err} can show a line that changes
 * @param colour whether terminals shall show colours
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colour) {
  /** Set to {@code terminal} by the launcher, which can tell at no cost. */
  private static final String STDOUT_PROPERTY = "truckee.stdout";

  private static final String STDERR_PROPERTY = "truckee.stderr";

  /** Streams of which standard output is read by a program. */
  public Streams(InputStream in, OutputStream out, PrintStream err, boolean errIsTerminal) {
    this(in, out, err, false, errIsTerminal, false);
  }

  /** The streams of this process. */
  public static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        // Unbuffered and unadorned: a print stream would swallow a full disk or a broken pipe.
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        "terminal".equals(System.getProperty(STDOUT_PROPERTY)),
        "terminal".equals(System.getProperty(STDERR_PROPERTY)),
        isColourWanted(System.getenv()));
  }

  /** By the conventions of https://no-color.org: whoever sets NO_COLOR to anything has none. */
  public static boolean isColourWanted(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** How texts are marked on standard output. */
  public Colours outColours() {
    return new Colours(colour && outIsTerminal);
  }

  /** How texts are marked on standard error. */
  public Colours errColours() {
    return new Colours(colour && errIsTerminal);
  }

  /** These streams, with standard output discarded. */
  public Streams quiet() {
    return new Streams(in, OutputStream.nullOutputStream(), err, false, false, colour);
  }
}
