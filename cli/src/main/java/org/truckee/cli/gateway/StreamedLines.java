package org.truckee.cli.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;

/**
 * An answer of one line of JSON for each thing, which comes for as long as the node walks a tree
 * ({@code spec/08 §16}). From a line that begins with {@code ERROR:} on there is only text that
 * says what went wrong; it goes to standard error.
 */
public final class StreamedLines {
  private static final String PREFIX = "ERROR";
  private static final int LONGEST = 64 << 20;
  private static final int PIECE = 1 << 16;

  private final InputStream in;
  private final Session session;
  private final WalkBar bar;
  private final byte[] piece = new byte[PIECE];
  private int at;
  private int end;

  private StreamedLines(InputStream in, Session session, WalkBar bar) {
    this.in = in;
    this.session = session;
    this.bar = bar;
  }

  /** What is done with each thing. */
  @FunctionalInterface
  public interface Line {
    void take(JsonNode line) throws CommandException;
  }

  /**
   * Has a tree walked.
   *
   * @param raw whether the lines are printed as they come
   * @param bar shows how far it is
   * @return whether all of it could be walked
   */
  public static boolean read(
      Gateway gateway, String path, boolean raw, Line line, Session session, WalkBar bar)
      throws CommandException {
    String asked = bar.isWanted() ? path + WalkBar.ASKED : path;
    try (Answer answer = gateway.post(asked, PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      StreamedLines lines = new StreamedLines(answer.body(), session, bar);
      return raw ? lines.print() : lines.read(line);
    }
  }

  private boolean read(Line line) throws CommandException {
    boolean complete = true;
    for (Optional<String> next = next(); next.isPresent(); next = next()) {
      String text = next.get();
      complete &= !text.startsWith("ERROR:");
      if (complete) {
        JsonNode thing = parse(text);
        if (!isAboutProgress(thing)) {
          line.take(thing);
        }
      } else {
        bar.erase();
        session.err().println(Quoting.visible(text));
      }
    }
    return complete;
  }

  private boolean print() throws CommandException {
    boolean complete = true;
    for (Optional<String> next = next(); next.isPresent(); next = next()) {
      complete &= !next.get().startsWith("ERROR:");
      boolean isForBar = complete && bar.isWanted() && isAboutProgress(parse(next.get()));
      if (!isForBar) {
        session.print(next.get());
      }
    }
    return complete;
  }

  /** Whether a line says only how far the walk is; things are counted besides. */
  private boolean isAboutProgress(JsonNode line) {
    bar.heard(line);
    if (line.has("path")) {
      bar.met();
    }
    return WalkBar.isSaidBy(line);
  }

  private static JsonNode parse(String text) throws CommandException {
    try {
      return JsonTree.parse(text);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "ERROR could not decode/parse a line of the node's answer: " + e.getOriginalMessage(), e);
    }
  }

  private Optional<String> next() throws CommandException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (fill()) {
      int begin = at;
      while (at < end && piece[at] != '\n') {
        at++;
      }
      line.write(piece, begin, at - begin);
      if (line.size() > LONGEST) {
        throw new CommandException("ERROR: a line of the node's answer is too long");
      }
      if (at < end) {
        at++;
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
    }
    return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /** Whether there is more. */
  private boolean fill() throws CommandException {
    if (at < end) {
      return true;
    }
    try {
      at = 0;
      end = in.read(piece);
      return end > 0;
    } catch (IOException e) {
      throw new CommandException("ERROR: the node broke off its answer: " + e.getMessage(), e);
    }
  }
}
