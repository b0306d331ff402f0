package org.truckee.wire.network.tor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection to the control port of a Tor. One order is given at a time. Onion services that were
 * added over it last as long as it does.
 */
public final class TorControl implements AutoCloseable {
  private static final int MAX_LINE = 64 << 10;
  private static final int MAX_LINES = 10_000;
  private static final int EVENTS = 600;
  private static final Pattern LINE = Pattern.compile("(\\d{3})([ +-])(.*)");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{1,40}:[A-Za-z0-9+/=]{1,4000}");
  private static final Pattern LISTENER =
      Pattern.compile("\"(?:([0-9.]+)|\\[([0-9A-Fa-f:]+)\\]):(\\d+)\"");

  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(4096).limit(0);

  private TorControl(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * An onion service that was added.
   *
   * @param id its name without {@code .onion}
   * @param key its private key as Tor writes it, if it was made now; a secret
   */
  public record Added(String id, Optional<String> key) {
    @Override
    public String toString() {
      return "Added[" + id + "]";
    }
  }

  /** A name that was not known when this program started may be known by now. */
  private static SocketAddress lookedUp(SocketAddress address) {
    return address instanceof InetSocketAddress named && named.isUnresolved()
        ? new InetSocketAddress(named.getHostString(), named.getPort())
        : address;
  }

  /**
   * Connects and proves that this program may give orders: nothing is asked for, or a cookie that
   * this user can read.
   *
   * @throws TorException if that is not possible; the message says why
   */
  public static TorControl connect(SocketAddress address, Duration limit) throws TorException {
    TorControl control = null;
    try {
      SocketChannel channel =
          address instanceof InetSocketAddress
              ? SocketChannel.open()
              : SocketChannel.open(StandardProtocolFamily.UNIX);
      control = new TorControl(channel);
      try (Limit _ = control.new Limit(limit)) {
        channel.connect(lookedUp(address));
      }
      new Authentication(control, limit).run();
      return control;
    } catch (TorException e) {
      close(control);
      throw e;
    } catch (IOException | UnresolvedAddressException e) {
      close(control);
      throw new TorException(
          e.getMessage() == null
              ? "no connection within %s s".formatted(limit.toMillis() / 1000.0)
              : e.getMessage(),
          e);
    }
  }

  private static void close(TorControl control) {
    if (control != null) {
      control.close();
    }
  }

  /** Gives an order and reads the answer. */
  ControlReply order(String line, Duration limit) throws IOException {
    if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("an order is one line");
    }
    try (Limit _ = new Limit(limit)) {
      send(line);
      return reply();
    } catch (ClosedChannelException e) {
      throw new TorException("Tor does not answer in time", e);
    }
  }

  private synchronized void send(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next answer; events are passed over. */
  private ControlReply reply() throws IOException {
    while (true) {
      ControlReply reply = anything();
      if (reply.status() < EVENTS) {
        return reply;
      }
    }
  }

  private ControlReply anything() throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      Matcher form = LINE.matcher(line());
      if (!form.matches() || lines.size() > MAX_LINES) {
        throw new TorException("what answers is not the control port of Tor");
      }
      lines.add(form.group(3));
      switch (form.group(2)) {
        case " " -> {
          return new ControlReply(Integer.parseInt(form.group(1)), lines);
        }
        case "+" -> data(lines);
        default -> {}
      }
    }
  }

  private void data(List<String> lines) throws IOException {
    String line = line();
    while (!line.equals(".")) {
      if (lines.size() > MAX_LINES) {
        throw new TorException("what answers is not the control port of Tor");
      }
      lines.add(line);
      line = line();
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (!input.hasRemaining()) {
        input.clear();
        int count = channel.read(input);
        input.flip();
        if (count < 0) {
          throw new TorException("Tor has closed the control connection");
        }
      }
      byte next = input.get();
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(next);
      if (line.size() > MAX_LINE) {
        throw new TorException("what answers is not the control port of Tor");
      }
    }
  }

  /**
   * Adds an onion service.
   *
   * @param key its private key as Tor writes it; a new one is made if absent
   * @param port its port in Tor
   * @param target where what comes is delivered
   */
  public Added addOnion(Optional<String> key, int port, InetSocketAddress target, Duration limit)
      throws IOException {
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw new TorException("that is no private key of an onion service as Tor writes them");
    }
    ControlReply reply =
        order(
                "ADD_ONION %s Port=%d,%s:%d"
                    .formatted(
                        key.orElse("NEW:ED25519-V3"),
                        port,
                        target.getAddress().getHostAddress(),
                        target.getPort()),
                limit)
            .require("add the onion service");
    String id =
        reply
            .after("ServiceID=")
            .filter(text -> text.matches("[a-z2-7]{16,56}"))
            .orElseThrow(() -> new TorException("Tor does not name the onion service"));
    return new Added(id, reply.after("PrivateKey="));
  }

  /** Removes an onion service that was added over this connection. */
  public void removeOnion(String id, Duration limit) throws IOException {
    order("DEL_ONION " + id, limit).require("remove the onion service");
  }

  /** Where its SOCKS proxy listens by TCP. */
  List<InetSocketAddress> socksPorts(Duration limit) throws IOException {
    ControlReply reply =
        order("GETINFO net/listeners/socks", limit).require("say where its SOCKS port is");
    List<InetSocketAddress> ports = new ArrayList<>();
    Matcher listener = LISTENER.matcher(reply.after("net/listeners/socks=").orElse(""));
    while (listener.find()) {
      String host = listener.group(1) == null ? listener.group(2) : listener.group(1);
      int port = Integer.parseInt(listener.group(3));
      ports.add(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    }
    if (ports.isEmpty()) {
      throw new TorException("this Tor has no SOCKS port that listens by TCP");
    }
    return ports;
  }

  /** Waits until the connection is lost or closed. */
  void awaitEnd() {
    try {
      while (true) {
        anything();
      }
    } catch (IOException e) {
      close();
    }
  }

  /** Says something that nobody waits for the answer to. */
  void tell(String line) {
    try {
      send(line);
    } catch (IOException e) {
      close();
    }
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

  /** Closes the connection if something takes too long. */
  final class Limit implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread watch;

    Limit(Duration limit) {
      watch =
          Thread.ofVirtual()
              .name("tor-limit")
              .start(
                  () -> {
                    try {
                      Thread.sleep(limit);
                    } catch (InterruptedException e) {
                      return;
                    }
                    if (over.compareAndSet(false, true)) {
                      TorControl.this.close();
                    }
                  });
    }

    @Override
    public void close() throws TorException {
      if (!over.compareAndSet(false, true)) {
        throw new TorException("Tor does not answer in time");
      }
      watch.interrupt();
    }
  }
}
