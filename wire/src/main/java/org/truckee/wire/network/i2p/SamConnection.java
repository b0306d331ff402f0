package org.truckee.wire.network.i2p;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** A connection to a SAM bridge, on which lines are exchanged until it becomes a stream. */
final class SamConnection implements AutoCloseable {
  /** Destinations take up to a few kilobytes. */
  private static final int MAX_LINE = 32 << 10;

  private static final Pattern NEWER = Pattern.compile("3\\.([2-9]|[1-9][0-9]+)");

  private final SocketChannel channel;
  private boolean ports;

  private SamConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects and greets. */
  static SamConnection open(InetSocketAddress bridge, Duration limit) throws SamException {
    SamConnection connection = null;
    try {
      connection = new SamConnection(SocketChannel.open());
      Socket socket = connection.channel.socket();
      int millis = millis(limit);
      // A name that was not known when this program started may be known by now.
      socket.connect(
          bridge.isUnresolved()
              ? new InetSocketAddress(bridge.getHostString(), bridge.getPort())
              : bridge,
          millis);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      String version =
          connection
              .ask("HELLO VERSION MIN=3.1 MAX=3.3")
              .require("HELLO REPLY", "speak a version of SAM that is known here")
              .value("VERSION");
      connection.ports = NEWER.matcher(version).matches();
      return connection;
    } catch (IOException e) {
      if (connection != null) {
        connection.close();
      }
      throw e instanceof SamException known
          ? known
          : new SamException(
              "no SAM bridge of I2P at %s:%d: %s"
                  .formatted(bridge.getHostString(), bridge.getPort(), e.getMessage()),
              e);
    }
  }

  private static int millis(Duration limit) {
    return Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
  }

  /** Whether the bridge knows of ports. */
  boolean knowsPorts() {
    return ports;
  }

  /** Sends a line that has no answer. */
  void tell(String line) throws IOException {
    channel.socket().getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a line and reads the answer. */
  SamReply ask(String line) throws IOException {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a request is one line");
    }
    channel.socket().getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    return SamReply.parse(line());
  }

  /** The next line. Reads no further: what follows may be a stream. */
  String line() throws IOException {
    InputStream in = channel.socket().getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new SamException("the SAM bridge has closed the connection");
      }
      line.write(next);
      if (line.size() > MAX_LINE) {
        throw new SamException("what answers is no SAM bridge");
      }
      next = in.read();
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  /** How long the next lines may take; without end if it is zero. */
  void limit(Duration limit) throws IOException {
    channel.socket().setSoTimeout(limit.isZero() ? 0 : millis(limit));
  }

  /** What is left of it when it has become a stream. */
  SocketChannel stream() throws IOException {
    channel.socket().setSoTimeout(0);
    return channel;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed, whatever it complains about.
      return;
    }
  }
}
