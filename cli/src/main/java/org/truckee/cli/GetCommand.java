package org.truckee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.Progress;
import org.truckee.cli.gateway.RemoteName;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;

/** {@code truckee get} ({@code spec/10 §4.3}). */
final class GetCommand implements Command {
  private static final String PREFIX = "Error during GET";
  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public String name() {
    return "get";
  }

  @Override
  public String summary() {
    return "fetch a file";
  }

  @Override
  public String synopsis() {
    return "PLACE [FILE]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Fetches the file at PLACE, as in CAP or ALIAS:PATH, from the grid and writes it to FILE;"
            + " without FILE, or with '-', to standard output. FILE gets its name when it is"
            + " complete.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(1, 2);
    String path = RemoteName.path(Aliases.of(arguments, session).expand(words.getFirst()));
    fetch(words, path, arguments, session);
  }

  /**
   * Fetches a file.
   *
   * @param words what it is called and, perhaps, where it goes
   * @param path what the web API calls it
   */
  static void fetch(List<String> words, String path, Arguments arguments, Session session)
      throws UsageException, CommandException {
    boolean toFile = words.size() > 1 && !words.get(1).equals("-");
    Path target = toFile ? LocalFile.argument(words.get(1), session) : null;
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try (Answer answer = gateway.get(path, PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      if (toFile) {
        write(answer, target, session);
        session.err().println(words.getFirst() + " retrieved and written to " + target);
      } else {
        copy(answer, session.out(), "standard output", session);
      }
    }
  }

  private static void write(Answer answer, Path target, Session session) throws CommandException {
    try (ReplacedFile file = ReplacedFile.begin(target, Manner.USER)) {
      copy(answer, file.stream(), "'" + target + "'", session);
      file.complete();
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot write '%s': %s".formatted(target, LocalFile.whyNotMade(target, e)), e);
    }
  }

  private static void copy(Answer answer, OutputStream out, String target, Session session)
      throws CommandException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = 0;
    try (Progress progress =
        Progress.begin(session, "received", answer.length(), System::nanoTime)) {
      while (true) {
        int count = receive(answer.body(), buffer, done);
        if (count < 0) {
          break;
        }
        try {
          out.write(buffer, 0, count);
        } catch (IOException e) {
          throw new CommandException(
              "error: cannot write to %s: %s".formatted(target, e.getMessage()), e);
        }
        done += count;
        progress.moved(count);
      }
    }
    if (answer.length() >= 0 && done < answer.length()) {
      throw new CommandException(
          "%s: the node broke off after %d of %d bytes".formatted(PREFIX, done, answer.length()));
    }
  }

  private static int receive(InputStream body, byte[] buffer, long done) throws CommandException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new CommandException(
          "%s: the node broke off after %d bytes: %s".formatted(PREFIX, done, e.getMessage()), e);
    }
  }
}
