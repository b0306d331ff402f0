package org.truckee.cli.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.truckee.cli.command.CommandException;

/** The body of a request on its way to a node. */
public final class Sending {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] LINE_END = AnswerReader.bytes("\r\n");
  private static final byte[] LAST_CHUNK = AnswerReader.bytes("0\r\n\r\n");

  private final InputStream body;
  private final long length;
  private final Gateway.BytesMoved progress;
  private long sent;

  /**
   * Nothing is sent yet.
   *
   * @param length bytes in the body; −1 if unknown, then it is sent in chunks
   */
  public Sending(InputStream body, long length, Gateway.BytesMoved progress) {
    this.body = body;
    this.length = length;
    this.progress = progress;
  }

  /** How many bytes of the body have been sent. */
  public long sent() {
    return sent;
  }

  /**
   * Sends all of it, or until the node has refused it.
   *
   * @throws IOException if the node takes no more
   * @throws CommandException if the body cannot be read or is longer or shorter than it was
   */
  public void to(NodeConnection connection) throws IOException, CommandException {
    byte[] buffer = new byte[BUFFER_BYTES];
    OutputStream out = connection.body();
    while (!connection.isRefused()) {
      int count = read(buffer);
      if (count < 0) {
        end(out);
        return;
      }
      if (length < 0) {
        out.write(AnswerReader.bytes(Integer.toHexString(count) + "\r\n"));
      }
      out.write(buffer, 0, count);
      if (length < 0) {
        out.write(LINE_END);
      }
      sent += count;
      progress.moved(count);
    }
  }

  private void end(OutputStream out) throws IOException, CommandException {
    if (length < 0) {
      out.write(LAST_CHUNK);
    } else if (sent < length) {
      throw new CommandException("error: the file shrank while it was being sent");
    }
  }

  /** What a file had when it began to be sent: what is added meanwhile, as to a log, is left. */
  private int read(byte[] buffer) throws CommandException {
    int wanted = length < 0 ? buffer.length : (int) Math.min(buffer.length, length - sent);
    if (wanted == 0) {
      return -1;
    }
    try {
      return body.read(buffer, 0, wanted);
    } catch (IOException e) {
      throw new CommandException("error: cannot read the file: " + e.getMessage(), e);
    }
  }
}
