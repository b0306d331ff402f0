package org.truckee.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.crypto.Ed25519Key;

/** {@code truckee admin generate-keypair} ({@code spec/10 §7.4}). */
record GenerateKeyCommand(Supplier<SecureRandom> random) implements Command {
  static final Option JSON = Option.flag("print JSON", "json");

  @Override
  public String name() {
    return "generate-keypair";
  }

  @Override
  public String summary() {
    return "make a key, as nodes and grid managers have one";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of("Makes an Ed25519 key, and prints its private and its public half.");
  }

  @Override
  public List<Option> options() {
    return List.of(JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    arguments.words(0, 0);
    print(Ed25519Key.generate(random.get()), arguments.has(JSON), session);
  }

  /** Both halves of a key. */
  static void print(Ed25519Key key, boolean json, Session session) throws CommandException {
    if (json) {
      session.print(
          JsonTree.text(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("private", key.text())
                  .put("public", key.publicKey().text())));
      return;
    }
    session.print("private: " + key.text());
    session.print("public: " + key.publicKey().text());
  }
}
