package org.truckee.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.BaseDirectory;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.node.NodeMain;
import org.truckee.node.config.NodeException;

/** {@code truckee run} ({@code spec/10 §7.2}, {@code spec/09 §8}). */
final class RunCommand implements Command {
  private static final Option KEEP_RUNNING =
      Option.flag("do not stop when standard input ends", "allow-stdin-close");

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "run the node of a directory";
  }

  @Override
  public String synopsis() {
    return "[DIR]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Runs the node in DIR (~/.tahoe): a storage server, a client, both, or an introducer, as"
            + " create-node, create-client and create-introducer make them. It runs in the"
            + " foreground until Ctrl-C, a signal, or the end of its standard input.");
  }

  @Override
  public List<Option> options() {
    return List.of(BaseDirectory.OPTION, KEEP_RUNNING);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    Path directory =
        BaseDirectory.named(arguments, session).orElseGet(() -> BaseDirectory.usual(session));
    session.print("'truckee run' in '%s'".formatted(directory));
    if (!Files.isDirectory(directory)) {
      throw new CommandException("'%s' does not look like a directory at all".formatted(directory));
    }
    PrintStream out = new PrintStream(session.out(), true, StandardCharsets.UTF_8);
    try {
      Optional<InputStream> watched =
          arguments.has(KEEP_RUNNING) ? Optional.empty() : Optional.of(session.in());
      Optional<NodeLog> log = NodeLog.start(directory);
      try {
        NodeMain.run(directory, watched, out, session.err());
      } finally {
        log.ifPresent(NodeLog::close);
      }
    } catch (NodeException e) {
      throw new CommandException("ERROR: " + e.getMessage(), e);
    }
  }
}
