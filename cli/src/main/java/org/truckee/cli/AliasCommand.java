package org.truckee.cli;

import java.nio.file.Path;
import java.util.List;
import org.truckee.capability.Capability;
import org.truckee.capability.DirectoryCap;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.SecretInput;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee create-alias} and {@code add-alias} ({@code spec/10 §3.3}). */
final class AliasCommand implements Command {
  private static final String PREFIX = "Error during HTTP request";

  private final boolean creates;

  /**
   * One of the two.
   *
   * @param creates whether a directory is made for the name
   */
  AliasCommand(boolean creates) {
    this.creates = creates;
  }

  @Override
  public String name() {
    return creates ? "create-alias" : "add-alias";
  }

  @Override
  public String summary() {
    return creates ? "make a directory and give it a short name" : "give a directory a short name";
  }

  @Override
  public String synopsis() {
    return creates ? "ALIAS" : "ALIAS DIRCAP";
  }

  @Override
  public List<String> description() {
    return List.of(
        (creates ? "Makes a directory, and notes" : "Notes")
            + " its capability as ALIAS in the node directory (private/aliases). Other commands"
            + " then take ALIAS:PATH. The alias tahoe is meant where none is named.",
        creates
            ? ""
            : "DIRCAP is read from standard input if it is '-', so that no other user"
                + " of this machine sees it in the list of processes.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    int count = creates ? 1 : 2;
    List<String> words = arguments.words(count, count);
    String word = words.getFirst();
    String name = word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
    Path directory = GatewayOptions.directory(session);
    requireNew(name, Aliases.read(directory));
    String cap =
        creates ? made(GatewayOptions.gateway(arguments, session)) : given(words.get(1), session);
    Aliases.add(directory, name, cap);
    session.print("Alias %s %s".formatted(Quoting.quoted(name), creates ? "created" : "added"));
  }

  private static void requireNew(String name, Aliases aliases) throws CommandException {
    if (name.contains(":")) {
      throw new CommandException("Alias names cannot contain colons.");
    }
    if (name.chars().anyMatch(Character::isWhitespace)) {
      throw new CommandException("Alias names cannot contain spaces.");
    }
    if (name.isEmpty() || name.startsWith("#") || name.contains("/")) {
      throw new CommandException(
          "error: '%s' cannot be an alias: aliases are words without '/' and '#'".formatted(name));
    }
    if (aliases.all().containsKey(name)) {
      throw new CommandException("Alias %s already exists!".formatted(Quoting.quoted(name)));
    }
  }

  private static String made(Gateway gateway) throws CommandException {
    try (Answer answer = gateway.post("uri?t=mkdir", PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      return answer.text(PREFIX).strip();
    }
  }

  private static String given(String word, Session session) throws CommandException {
    String cap = word.equals("-") ? SecretInput.line(session) : word.strip();
    if (Capability.parse(cap) instanceof DirectoryCap) {
      return cap;
    }
    throw new CommandException(
        "error: this is no capability of a directory: those begin with URI:DIR2");
  }
}
