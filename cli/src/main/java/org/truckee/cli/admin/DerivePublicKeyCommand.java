package org.truckee.cli.admin;

import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.SecretInput;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.KeyFormatException;

/** {@code truckee admin derive-pubkey} ({@code spec/10 §7.4}). */
final class DerivePublicKeyCommand implements Command {
  @Override
  public String name() {
    return "derive-pubkey";
  }

  @Override
  public String summary() {
    return "show the public half of a private key";
  }

  @Override
  public String synopsis() {
    return "PRIVATE-KEY";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints a private key, as priv-v0-…, and the public key that belongs to it. PRIVATE-KEY is"
            + " read from standard input if it is '-', so that no other user of this machine sees"
            + " it in the list of processes.");
  }

  @Override
  public List<Option> options() {
    return List.of(GenerateKeyCommand.JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    String word = arguments.words(1, 1).getFirst();
    String text = word.equals("-") ? SecretInput.line(session) : word;
    try {
      GenerateKeyCommand.print(
          Ed25519Key.parse(text.strip()), arguments.has(GenerateKeyCommand.JSON), session);
    } catch (KeyFormatException e) {
      throw new CommandException("error: this is no private key: " + e.getMessage(), e);
    }
  }
}
