package org.truckee.cli.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.BaseDirectory;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.GridManagerCertificates;

/** {@code truckee admin add-grid-manager-cert} ({@code spec/10 §7.4}). */
final class AddCertificateCommand implements Command {
  private static final int MAX_CERTIFICATE = 1 << 20;
  private static final Option NAME = Option.value("NAME", "what to call it", "name", "n");
  private static final Option FILE =
      Option.value("FILE", "the certificate, or - for standard input", "filename", "f");

  @Override
  public String name() {
    return "add-grid-manager-cert";
  }

  @Override
  public String summary() {
    return "have a storage server show the certificate of a grid manager";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Puts a certificate that a grid manager has signed for a storage server into the directory"
            + " of the server, and notes it in its tahoe.cfg. The server announces it when it is"
            + " started the next time.");
  }

  @Override
  public List<Option> options() {
    return List.of(NAME, FILE);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    arguments.words(0, 0);
    String name =
        arguments.value(NAME).orElseThrow(() -> new UsageException("Must provide --name option"));
    String file =
        arguments
            .value(FILE)
            .orElseThrow(() -> new UsageException("Must provide --filename option"));
    String json =
        file.equals("-") ? standardInput(session) : contents(LocalFile.path(file, session));
    try {
      GridManagerCertificates.check(json);
    } catch (NodeException e) {
      throw new UsageException("Error parsing certificate: " + e.getMessage());
    }
    Path node = session.nodeDirectory().orElseGet(() -> BaseDirectory.usual(session));
    try {
      int count = GridManagerCertificates.add(node, name, json);
      session.err().println("There are now %d certificates".formatted(count));
    } catch (NodeException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  private static String standardInput(Session session) throws UsageException, CommandException {
    session.err().println("reading certificate from stdin");
    try {
      String json = new String(session.in().readNBytes(MAX_CERTIFICATE), StandardCharsets.UTF_8);
      if (json.isEmpty()) {
        throw new UsageException("Reading certificate from stdin failed");
      }
      return json;
    } catch (IOException e) {
      throw new CommandException("error: cannot read standard input: " + e.getMessage(), e);
    }
  }

  private static String contents(Path file) throws CommandException {
    try {
      if (Files.size(file) > MAX_CERTIFICATE) {
        throw new CommandException("error: '%s' is too long for a certificate".formatted(file));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandException(
          "error: '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
