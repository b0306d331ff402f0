package org.truckee.cli.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.truckee.cli.command.CommandException;

/**
 * The node's answer to a request.
 *
 * @param status the HTTP status
 * @param reason the text beside it
 * @param length bytes of the body, −1 if unknown
 * @param body to be read; {@link #close} closes it
 * @param connection what is closed with it
 */
public record Answer(
    int status, String reason, long length, InputStream body, AutoCloseable connection)
    implements AutoCloseable {
  /** What is asked can be asked of all files and directories. */
  private static final int NOT_ALLOWED = 405;

  private static final int ERROR_BYTES = 16_384;
  private static final int TEXT_BYTES = 64 << 20;
  private static final int PIECE = 8192;

  public boolean isSuccess() {
    return status == 200 || status == 201;
  }

  /** All of the body as text. */
  public String text(String prefix) throws CommandException {
    try {
      byte[] bytes = body.readNBytes(TEXT_BYTES);
      if (body.read() >= 0) {
        throw new CommandException(
            "%s: the node's answer has more than %d bytes".formatted(prefix, TEXT_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw brokenOff(prefix, e);
    }
  }

  /** Hands all of the body on as text. */
  public void text(String prefix, TextPart part) throws CommandException {
    Reader text = new InputStreamReader(body, StandardCharsets.UTF_8);
    char[] piece = new char[PIECE];
    try {
      for (int length = text.read(piece); length >= 0; length = text.read(piece)) {
        part.take(new String(piece, 0, length));
      }
    } catch (IOException e) {
      throw brokenOff(prefix, e);
    }
  }

  /** Takes a text piece by piece. */
  @FunctionalInterface
  public interface TextPart {
    void take(String piece) throws CommandException;
  }

  CommandException brokenOff(String prefix, IOException e) {
    return new CommandException(
        "%s: the node broke off its answer: %s".formatted(prefix, e.getMessage()), e);
  }

  /** What the user gets to see of an answer that is an error ({@code spec/10 §2.3}). */
  public CommandException failure(String prefix) {
    if (status == NOT_ALLOWED) {
      return new CommandException(
          prefix
              + ": this is no capability of a file or directory. Is it complete? Or it is of a kind"
              + " that only a later program knows.");
    }
    String text;
    try {
      text = new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = "";
    }
    String plain = text.stripLeading().startsWith("<") ? ErrorPage.message(text) : text;
    return new CommandException(
        "%s: %d %s\n%s".formatted(prefix, status, reason, plain.strip()).strip());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (Exception e) {
      // Everything that was wanted of it has been read.
      return;
    }
  }
}
