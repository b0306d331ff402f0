package org.truckee.cli.gateway;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;

/**
 * The short names that a node directory has for capabilities of directories: {@code
 * private/aliases}, a line {@code NAME: CAP} for each ({@code spec/10 §3}). Both are secret.
 */
public final class Aliases {
  /** What a path without an alias is below. */
  public static final String USUAL = "tahoe";

  private static final List<String> CAPABILITIES = List.of("URI:", "ro.URI:", "imm.URI:");

  private final SortedMap<String, String> caps;

  /** Those that came from files, so that standard input is read once. */
  private final Map<String, String> fromFiles = new HashMap<>();

  private final Optional<Session> session;

  private Aliases(Map<String, String> caps, Optional<Session> session) {
    this.session = session;
    this.caps = Collections.unmodifiableSortedMap(new TreeMap<>(caps));
  }

  /**
   * The aliases for a command.
   *
   * @throws CommandException if the file is there and cannot be read
   */
  public static Aliases of(Arguments arguments, Session session)
      throws UsageException, CommandException {
    GatewayOptions.check(arguments);
    Map<String, String> caps = new TreeMap<>(read(GatewayOptions.directory(session)).caps);
    Optional<String> given = arguments.value(GatewayOptions.DIR_CAP);
    if (given.isPresent()) {
      String cap = given.get().strip();
      boolean inFile = CapabilityFile.isMeantBy(cap);
      caps.put(USUAL, inFile ? CapabilityFile.read(withoutColon(cap), session) : cap);
    }
    return new Aliases(caps, Optional.of(session));
  }

  private static String withoutColon(String name) {
    return name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
  }

  /** The aliases of a node directory. */
  public static Aliases read(Path directory) throws CommandException {
    Map<String, String> caps = new TreeMap<>();
    for (String line : lines(directory.resolve("private/root_dir.cap"))) {
      caps.putIfAbsent(USUAL, line);
    }
    Path file = file(directory);
    for (String line : lines(file)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new CommandException(
            "error: '%s' has a line that is no alias: lines are NAME: CAP".formatted(file));
      }
      caps.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new Aliases(caps, Optional.empty());
  }

  private static Path file(Path directory) {
    return directory.resolve("private/aliases");
  }

  private static List<String> lines(Path file) throws CommandException {
    try {
      return Files.readString(file)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (CharacterCodingException e) {
      throw new CommandException("error: '%s' is no UTF-8 text".formatted(file), e);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot read '%s': %s".formatted(file, LocalFile.reason(file, e)), e);
    }
  }

  /** Adds an alias that is not there yet; the file is replaced as a whole. */
  public static void add(Path directory, String name, String cap) throws CommandException {
    Path file = file(directory);
    try {
      String old = Files.exists(file) ? Files.readString(file) : "";
      String before = Files.exists(file) && !old.endsWith("\n") ? old + "\n" : old;
      ReplacedFile.makeFolder(file.getParent(), "rwx------");
      ReplacedFile.write(
          file,
          (before + name + ": " + cap + "\n").getBytes(StandardCharsets.UTF_8),
          Manner.SECRET);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot write '%s': %s".formatted(file, LocalFile.reason(file, e)), e);
    }
  }

  /** The arguments of a command that goes by the usual alias if it has none. */
  public static List<String> wordsOrUsual(Arguments arguments) throws UsageException {
    List<String> words = arguments.words(0, Integer.MAX_VALUE);
    return words.isEmpty() ? List.of("") : words;
  }

  /** The argument of a command that goes by the usual alias if it has none. */
  public static String wordOrUsual(Arguments arguments) throws UsageException {
    List<String> words = arguments.words(0, 1);
    return words.isEmpty() ? "" : words.getFirst();
  }

  /** Names and capabilities, by name. */
  public SortedMap<String, String> all() {
    return caps;
  }

  /**
   * An argument that begins with an alias, is a path below the usual one, or begins with a
   * capability, as a capability with a path.
   *
   * @throws CommandException if there is no such alias
   */
  public String expand(String argument) throws CommandException {
    String name = argument.strip();
    if (beginsWithCapability(name)) {
      return name;
    }
    if (hasAlias(name)) {
      return expandAlias(name);
    }
    String cap = caps.get(USUAL);
    if (cap == null) {
      throw new CommandException(
          "error: No alias specified, and the default 'tahoe' alias doesn't exist. To create it,"
              + " use 'truckee create-alias tahoe'.");
    }
    return name.isEmpty() ? cap : cap + "/" + name;
  }

  /**
   * Whether an argument that may also be a file of this machine begins with a capability or alias.
   *
   * @throws CommandException if it begins with an alias that is not there
   */
  public boolean isRemote(String argument) throws CommandException {
    String name = argument.strip();
    if (beginsWithCapability(name)) {
      return true;
    }
    if (hasAlias(name)) {
      expandAlias(name);
      return true;
    }
    return false;
  }

  private static boolean beginsWithCapability(String name) {
    return CAPABILITIES.stream().anyMatch(name::startsWith);
  }

  private static boolean hasAlias(String name) {
    int colon = name.indexOf(':');
    return colon >= 0 && (CapabilityFile.isMeantBy(name) || name.lastIndexOf('/', colon) < 0);
  }

  private String expandAlias(String name) throws CommandException {
    String alias = name.substring(0, name.indexOf(':'));
    String path = name.substring(alias.length() + 1);
    String cap = caps.containsKey(alias) ? caps.get(alias) : fromFile(alias);
    if (cap == null) {
      throw new CommandException(
          ("error: Unknown alias '%s', please create it with 'truckee add-alias' or 'truckee"
                  + " create-alias'.")
              .formatted(alias));
    }
    return path.isEmpty() ? cap : cap + "/" + path;
  }

  private String fromFile(String name) throws CommandException {
    if (session.isPresent() && CapabilityFile.isMeantBy(name) && !fromFiles.containsKey(name)) {
      fromFiles.put(name, CapabilityFile.read(name, session.get()));
    }
    return fromFiles.get(name);
  }
}
