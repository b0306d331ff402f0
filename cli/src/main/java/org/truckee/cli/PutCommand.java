package org.truckee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** {@code truckee put} ({@code spec/10 §4.2}). */
final class PutCommand implements Command {
  private static final String PREFIX = "Error";

  @Override
  public String name() {
    return "put";
  }

  @Override
  public String summary() {
    return "store a file and print its capability";
  }

  @Override
  public String synopsis() {
    return "[FILE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Stores a file on the grid and prints its capability: who has it can read the file. Without"
            + " FILE, or with '-', standard input is stored.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(0, 1);
    if (words.isEmpty() || words.getFirst().equals("-")) {
      Gateway gateway = GatewayOptions.gateway(arguments, session);
      if (!session.quiet()) {
        session.err().println("waiting for file data on stdin..");
      }
      put(gateway, session.in(), -1, session);
      return;
    }
    Path path = LocalFile.argument(words.getFirst());
    if (Files.isDirectory(path)) {
      throw new CommandException("error: cannot read '%s': it is a directory".formatted(path));
    }
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try (InputStream in = Files.newInputStream(path)) {
      put(gateway, in, Files.isRegularFile(path) ? Files.size(path) : -1, session);
    } catch (NoSuchFileException e) {
      throw new CommandException("error: no such file: '%s'".formatted(path), e);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot read '%s': %s".formatted(path, LocalFile.reason(path, e)), e);
    }
  }

  private static void put(Gateway gateway, InputStream in, long size, Session session)
      throws CommandException {
    String status;
    String cap;
    try (Progress progress = Progress.begin(session, "sent", size, System::nanoTime);
        Answer answer = gateway.put("uri", in, size, progress, PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      status = "%d %s".formatted(answer.status(), answer.reason());
      cap = answer.text(PREFIX).strip();
    }
    session.err().println(status);
    session.print(cap);
  }
}
