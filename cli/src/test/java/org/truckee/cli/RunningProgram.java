package org.truckee.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the program in this process and keeps what it said. */
final class RunningProgram {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream in = new ByteArrayInputStream(new byte[0]);
  private OutputStream outTarget = out;
  private boolean terminal;
  private int status;

  RunningProgram withInput(InputStream input) {
    in = input;
    return this;
  }

  RunningProgram withInput(byte[] input) {
    return withInput(new ByteArrayInputStream(input));
  }

  RunningProgram withOutputTo(OutputStream target) {
    outTarget = target;
    return this;
  }

  RunningProgram onATerminal() {
    terminal = true;
    return this;
  }

  RunningProgram run(String... arguments) {
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    status = Main.run(arguments, new Streams(in, outTarget, errors, terminal));
    return this;
  }

  int status() {
    return status;
  }

  byte[] outBytes() {
    return out.toByteArray();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
