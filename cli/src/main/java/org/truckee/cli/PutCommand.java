package org.truckee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.Progress;
import org.truckee.cli.gateway.RemoteName;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPrivateKey;

/** {@code truckee put} ({@code spec/10 §4.2}). */
final class PutCommand implements Command {
  private static final String PREFIX = "Error";
  private static final Option MUTABLE =
      Option.flag("make a file that can be changed later", "mutable", "m");
  private static final Option PRIVATE_KEY =
      Option.value(
          "FILE",
          "the RSA key of a new mutable file, in PEM, from which its capability follows",
          "private-key-path");
  static final Option JSON = Option.flag("print JSON", "json");
  private static final Option FORMAT = FormatOption.of("CHK, SDMF or MDMF");

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
    return "[FILE [PLACE]]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Stores a file on the grid and prints its capability: who has it can read the file. Without"
            + " FILE, or with '-', standard input is stored. With PLACE, as in ALIAS:PATH or"
            + " DIRCAP/PATH, the file is linked there; directories that are missing on the way are"
            + " made. A mutable file that is there already, or whose capability is given, gets the"
            + " new contents and keeps its capability.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        MUTABLE, FORMAT, PRIVATE_KEY, JSON, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(0, 2);
    String target = target(arguments, session);
    store(words, target, arguments, session);
  }

  /**
   * Stores a file.
   *
   * @param words the file, or none for standard input
   * @param target where the web API takes it
   */
  static void store(List<String> words, String target, Arguments arguments, Session session)
      throws UsageException, CommandException {
    if (words.isEmpty() || words.getFirst().equals("-")) {
      Gateway gateway = GatewayOptions.gateway(arguments, session);
      if (!session.quiet()) {
        session.err().println("waiting for file data on stdin..");
      }
      put(gateway, target, session.in(), -1, arguments.has(JSON), session);
      return;
    }
    Path path = LocalFile.argument(words.getFirst(), session);
    if (Files.isDirectory(path)) {
      throw new CommandException("error: cannot read '%s': it is a directory".formatted(path));
    }
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    boolean regular = Files.isRegularFile(path);
    try (InputStream in = regular ? SteadyFile.open(path) : Files.newInputStream(path)) {
      put(
          gateway,
          target,
          in,
          in instanceof SteadyFile file ? file.length() : -1,
          arguments.has(JSON),
          session);
    } catch (NoSuchFileException e) {
      throw new CommandException("error: no such file: '%s'".formatted(path), e);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot read '%s': %s".formatted(path, LocalFile.reason(path, e)), e);
    }
  }

  /** Where the file goes, as the web API names it. */
  private static String target(Arguments arguments, Session session)
      throws UsageException, CommandException {
    List<String> words = arguments.words();
    String path = words.size() < 2 ? "uri" : path(words.get(1), arguments, session);
    List<String> query = new ArrayList<>();
    if (arguments.has(MUTABLE)) {
      query.add("mutable=true");
    }
    if (arguments.value(PRIVATE_KEY).isPresent()) {
      query.add("private-key=" + privateKey(arguments, session));
    }
    FormatOption.value(arguments, FORMAT, List.of("CHK", "SDMF", "MDMF"))
        .ifPresent(format -> query.add("format=" + format));
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String path(String place, Arguments arguments, Session session)
      throws UsageException, CommandException {
    String expanded = Aliases.of(arguments, session).expand(place);
    if (RemoteName.beginsWithSlash(expanded)) {
      throw new CommandException(
          """
          Error: The remote filename must not start with a slash
          Please try again, perhaps with %s\
          """
              .formatted(Quoting.quoted(place.replaceFirst("/", ""))));
    }
    return RemoteName.path(expanded);
  }

  private static String privateKey(Arguments arguments, Session session) throws CommandException {
    if (!arguments.has(MUTABLE)) {
      throw new CommandException("error: Can only supply a private key for mutables.");
    }
    Path file = LocalFile.path(arguments.value(PRIVATE_KEY).orElseThrow(), session);
    try {
      byte[] key = RsaPrivateKey.fromPem(Files.readString(file)).der();
      return Base64.getUrlEncoder().encodeToString(key);
    } catch (KeyFormatException e) {
      throw new CommandException(
          "error: '%s' cannot be used: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot read '%s': %s".formatted(file, LocalFile.reason(file, e)), e);
    }
  }

  private static void put(
      Gateway gateway, String target, InputStream in, long size, boolean json, Session session)
      throws CommandException {
    String status;
    String cap;
    boolean created;
    try (Progress progress = Progress.begin(session, "sent", size, System::nanoTime);
        Answer answer = gateway.put(target, in, size, progress, PREFIX)) {
      if (!answer.isSuccess()) {
        throw gateway.uploadFailure(answer, PREFIX);
      }
      status = "%d %s".formatted(answer.status(), answer.reason());
      cap = answer.text(PREFIX).strip();
      created = answer.status() == 201;
    }
    session.err().println(status);
    session.print(json ? "{\"cap\": \"%s\", \"created\": %s}".formatted(cap, created) : cap);
  }
}
