package org.truckee.cli.debug;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.SecretInput;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.crypto.Base32;
import org.truckee.crypto.TubId;
import org.truckee.grid.ClientLeaseSecret;

/** {@code truckee debug dump-cap} ({@code spec/10 §8.1}). */
final class DumpCapCommand implements Command {
  static final Option JSON = Option.flag("print JSON", "json");
  private static final String IN_URL = "/uri/";
  private static final Option NODE_ID =
      Option.value("ID", "show also what the server of this Tub gets to know", "nodeid", "n");
  private static final Option CLIENT_SECRET =
      Option.value("SECRET", "show also the secrets of this client", "client-secret", "c");
  private static final Option CLIENT_DIRECTORY =
      Option.value("DIR", "show also the secrets of the client in DIR", "client-dir", "d");

  @Override
  public String name() {
    return "dump-cap";
  }

  @Override
  public String summary() {
    return "take a capability apart";
  }

  @Override
  public String synopsis() {
    return "CAP";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Shows what stands in a capability and what follows from it. CAP may be a URL of a web API"
            + " that has it in its path. It is read from standard input if it is '-', so that no"
            + " other user of this machine sees it in the list of processes.");
  }

  @Override
  public List<Option> options() {
    return List.of(NODE_ID, CLIENT_SECRET, CLIENT_DIRECTORY, JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String word = arguments.words(1, 1).getFirst();
    String cap = word.equals("-") ? SecretInput.line(session) : word;
    CapDescription description =
        new CapDescription(server(arguments), clientSecret(arguments, session));
    List<String> lines = description.lines(Capability.parse(inUrl(cap).strip()));
    if (arguments.has(JSON)) {
      session.print(JsonTree.text(LabelledLines.json(lines)));
      return;
    }
    session.print("");
    for (String line : lines) {
      session.print(line);
    }
  }

  /** The capability that a URL names, or the text itself. */
  private static String inUrl(String text) throws CommandException {
    if (!text.startsWith("http")) {
      return text;
    }
    try {
      String path = new URI(text).getPath();
      if (path != null && path.startsWith(IN_URL)) {
        return path.substring(IN_URL.length());
      }
    } catch (URISyntaxException e) {
      throw new CommandException("error: this is no URL: " + e.getReason(), e);
    }
    throw new CommandException("error: this URL names no capability: its path begins with /uri/");
  }

  private static Optional<TubId> server(Arguments arguments) throws UsageException {
    Optional<String> text = arguments.value(NODE_ID);
    try {
      return text.isPresent() ? Optional.of(TubId.parse(text.get())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--nodeid is no Tub id: " + e.getMessage());
    }
  }

  private static Optional<ClientLeaseSecret> clientSecret(Arguments arguments, Session session)
      throws UsageException, CommandException {
    Optional<String> text = arguments.value(CLIENT_SECRET);
    if (text.isPresent()) {
      return Optional.of(secret(text.get(), "--client-secret"));
    }
    Optional<String> directory = arguments.value(CLIENT_DIRECTORY);
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Path file = LocalFile.path(directory.get(), session).resolve("private/secret");
    try {
      return Optional.of(secret(Files.readString(file).strip(), "'" + file + "'"));
    } catch (IOException e) {
      session.err().println("notice: cannot read '%s': no secrets are shown".formatted(file));
      return Optional.empty();
    }
  }

  private static ClientLeaseSecret secret(String text, String where) throws UsageException {
    try {
      return new ClientLeaseSecret(Base32.decode(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException("the client secret of %s is no base32".formatted(where));
    }
  }
}
