package org.truckee.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;

/** Runs the program in this process and keeps what it said. */
public final class RunningProgram {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream in = new ByteArrayInputStream(new byte[0]);
  private OutputStream outTarget = out;
  private Surroundings surroundings = Surroundings.ofProcess();
  private boolean terminal;
  private boolean colour;
  private int status;

  public RunningProgram withInput(InputStream input) {
    in = input;
    return this;
  }

  public RunningProgram withInput(byte[] input) {
    return withInput(new ByteArrayInputStream(input));
  }

  public RunningProgram withOutputTo(OutputStream target) {
    outTarget = target;
    return this;
  }

  /** Elsewhere than in this process. */
  public RunningProgram in(Surroundings other) {
    surroundings = other;
    return this;
  }

  public RunningProgram onATerminal() {
    terminal = true;
    return this;
  }

  public RunningProgram withColours() {
    colour = true;
    return this;
  }

  public RunningProgram run(String... arguments) {
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    status =
        Main.run(
            List.of(arguments),
            new Streams(in, outTarget, errors, terminal, terminal, colour),
            surroundings);
    return this;
  }

  public int status() {
    return status;
  }

  public byte[] outBytes() {
    return out.toByteArray();
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
