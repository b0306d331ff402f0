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
  private static final Option MUTABLE =
      Option.flag("make a file that can be changed later", "mutable", "m");
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
    return List.of(MUTABLE, FORMAT, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
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
      put(gateway, target, session.in(), -1, session);
      return;
    }
    Path path = LocalFile.argument(words.getFirst());
    if (Files.isDirectory(path)) {
      throw new CommandException("error: cannot read '%s': it is a directory".formatted(path));
    }
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try (InputStream in = Files.newInputStream(path)) {
      put(gateway, target, in, Files.isRegularFile(path) ? Files.size(path) : -1, session);
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
    String path =
        words.size() < 2
            ? "uri"
            : RemoteName.path(Aliases.of(arguments, session).expand(words.get(1)));
    String mutable = arguments.has(MUTABLE) ? "?mutable=true" : "";
    String sign = mutable.isEmpty() ? "?" : "&";
    return path
        + mutable
        + FormatOption.query(arguments, FORMAT, sign, List.of("CHK", "SDMF", "MDMF"));
  }

  private static void put(
      Gateway gateway, String target, InputStream in, long size, Session session)
      throws CommandException {
    String status;
    String cap;
    try (Progress progress = Progress.begin(session, "sent", size, System::nanoTime);
        Answer answer = gateway.put(target, in, size, progress, PREFIX)) {
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
