package org.truckee.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.BaseDirectory;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;

/** {@code truckee admin migrate-crawler} ({@code spec/10 §7.4}). */
final class MigrateCrawlerCommand implements Command {
  private static final Option JSON = Option.flag("print an object of JSON for each file", "json");
  private static final List<String> FILES =
      List.of("lease_checker.state", "bucket_counter.state", "lease_checker.history");

  @Override
  public String name() {
    return "migrate-crawler";
  }

  @Override
  public String summary() {
    return "say whether old notes of a storage server's crawlers are left";
  }

  @Override
  public String synopsis() {
    return "[DIR]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Says of each file in which the crawlers of the storage server in DIR (~/.tahoe) keep how"
            + " far they are whether it is in the present form. Files in the form of Tahoe-LAFS"
            + " before 1.16 are programs that only Python can run, and are left alone: the crawlers"
            + " of Truckee begin without them, from the start.");
  }

  @Override
  public List<Option> options() {
    return List.of(BaseDirectory.OPTION, JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    Path node =
        BaseDirectory.named(arguments, session).orElseGet(() -> BaseDirectory.usual(session));
    boolean left = false;
    for (String name : FILES) {
      Path old = node.resolve("storage").resolve(name);
      Path converted = old.resolveSibling(name + ".json");
      if (Files.exists(old)) {
        left = true;
        print("Not converted", old, arguments, session);
      } else if (Files.exists(converted)) {
        print("Already converted", converted, arguments, session);
      } else {
        print("Not found", old, arguments, session);
      }
    }
    if (left) {
      throw new CommandException(
          "error: what is not converted can be converted by 'tahoe admin migrate-crawler' of"
              + " Tahoe-LAFS only; without it the crawlers begin from the start");
    }
  }

  private static void print(String state, Path file, Arguments arguments, Session session)
      throws CommandException {
    session.print(
        arguments.has(JSON)
            ? JsonTree.text(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("state", state))
            : "%s: %s".formatted(state, Quoting.quoted(file.toString())));
  }
}
