package org.truckee.wire.network.tor;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;

/** A Tor that is all here: a SOCKS proxy to the onion services that were added to it. */
public final class ScriptedTor implements AutoCloseable {
  private static final int KEY_DIGITS = 86;
  private static final int ID_LENGTH = 56;

  private static final byte[] COOKIE =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socks = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ServerSocket control = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, InetSocketAddress> targets = new ConcurrentHashMap<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private final AtomicInteger made = new AtomicInteger(1000);
  private final String methods;
  private final Path cookieFile;
  private volatile boolean honest = true;

  /** With the ways to authenticate that it offers. */
  public ScriptedTor(String methods, Path directory) throws IOException {
    this.methods = methods;
    this.cookieFile = Files.write(directory.resolve("control \"auth\" cookie"), COOKIE);
    Thread.ofVirtual().start(() -> accept(socks, this::proxy));
    Thread.ofVirtual().start(() -> accept(control, this::control));
  }

  private interface Talk {
    void with(Socket socket) throws IOException;
  }

  private void accept(ServerSocket server, Talk talk) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    talk.with(socket);
                  } catch (IOException e) {
                    // The other side has gone.
                    return;
                  }
                });
      }
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  /** A private key as Tor writes them. */
  public static String key(int number) {
    String digits = Integer.toString(number);
    return "ED25519-V3:" + "A".repeat(KEY_DIGITS - digits.length()) + digits + "==";
  }

  /** The name of the onion service with that key, without {@code .onion}. */
  public static String idOf(String key) {
    String id = Base32.encode(Hashes.sha256(key.getBytes(StandardCharsets.US_ASCII)));
    return (id + id).substring(0, ID_LENGTH);
  }

  /** Where its SOCKS proxy is. */
  public InetSocketAddress socks() {
    return (InetSocketAddress) socks.getLocalSocketAddress();
  }

  /** Where its control port is. */
  public InetSocketAddress control() {
    return (InetSocketAddress) control.getLocalSocketAddress();
  }

  /** Has a name lead to a port of this machine. */
  public void route(String host, int port) {
    targets.put(host, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** What it was asked to connect to. */
  public List<String> asked() {
    return asked;
  }

  /** What it was told at its control port. */
  List<String> orders() {
    return orders;
  }

  /** Waits until so many orders have come that begin so; tells whether they have. */
  boolean awaitOrders(String beginning, int count, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (orders) {
      while (orders.stream().filter(order -> order.startsWith(beginning)).count() < count) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(orders, left);
      }
      return true;
    }
  }

  /** Does not know its own cookie. */
  void lie() {
    honest = false;
  }

  /** Drops all connections. */
  public void drop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private void proxy(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    in.readUnsignedByte();
    in.readFully(new byte[in.readUnsignedByte()]);
    out.write(new byte[] {5, 0});
    in.readFully(new byte[4]);
    byte[] host = new byte[in.readUnsignedByte()];
    in.readFully(host);
    String name = new String(host, StandardCharsets.US_ASCII);
    int port = in.readUnsignedShort();
    asked.add(name + ":" + port);
    InetSocketAddress target = targets.get(name);
    if (target == null) {
      out.write(new byte[] {5, 4, 0, 1, 0, 0, 0, 0, 0, 0});
      return;
    }
    try (Socket far = new Socket(target.getAddress(), target.getPort())) {
      sockets.add(far);
      out.write(new byte[] {5, 0, 0, 3, 1, 'x', 0, 0});
      Thread back = Thread.ofVirtual().start(() -> pump(far, socket));
      pump(socket, far);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has gone.
      return;
    }
  }

  private void control(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream out = socket.getOutputStream();
    boolean known = false;
    byte[] expected = COOKIE;
    String line = in.readLine();
    while (line != null) {
      synchronized (orders) {
        orders.add(line);
        orders.notifyAll();
      }
      String answer;
      if (line.equals("PROTOCOLINFO 1")) {
        String file =
            methods.contains("COOKIE")
                ? " COOKIEFILE=\"%s\""
                    .formatted(cookieFile.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                : "";
        answer =
            "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=%s%s\r\n250-VERSION Tor=\"0.4.8\"\r\n250 OK"
                .formatted(methods, file);
      } else if (line.startsWith("AUTHCHALLENGE SAFECOOKIE ")) {
        byte[] nonce = HexFormat.of().parseHex(line.substring(25));
        expected = mac("controller-to-server", nonce);
        answer =
            "250 AUTHCHALLENGE SERVERHASH=%s SERVERNONCE=%s"
                .formatted(
                    HexFormat.of().formatHex(mac("server-to-controller", nonce)),
                    HexFormat.of().formatHex(COOKIE));
      } else if (line.startsWith("AUTHENTICATE")) {
        String proof = line.substring(12).strip();
        known = methods.contains("NULL") || Arrays.equals(expected, HexFormat.of().parseHex(proof));
        answer = known ? "250 OK" : "515 Authentication failed";
      } else if (!known) {
        answer = "514 Authentication required";
      } else if (line.startsWith("ADD_ONION NEW:ED25519-V3 Port=")) {
        String key = key(made.incrementAndGet());
        answer = "250-ServiceID=%s\r\n250-PrivateKey=%s\r\n250 OK".formatted(added(key, line), key);
      } else if (line.startsWith("ADD_ONION ED25519-V3:")) {
        answer = "250-ServiceID=%s\r\n250 OK".formatted(added(line.split(" ", -1)[1], line));
      } else if (line.startsWith("DEL_ONION ")) {
        answer = targets.remove(line.substring(10) + ".onion") == null ? "552 Unknown" : "250 OK";
      } else if (line.equals("GETINFO net/listeners/socks")) {
        answer =
            "650 STATUS_GENERAL NOTICE\r\n250-net/listeners/socks=\"unix:/run/tor/socks\""
                + " \"127.0.0.1:%d\"\r\n250 OK".formatted(socks.getLocalPort());
      } else if (line.equals("QUIT")) {
        out.write("250 closing connection\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      } else {
        answer = "510 Unrecognized command";
      }
      out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
      line = in.readLine();
    }
  }

  private String added(String key, String order) {
    String id = idOf(key);
    route(id + ".onion", Integer.parseInt(order.substring(order.lastIndexOf(':') + 1)));
    return id;
  }

  private byte[] mac(String direction, byte[] nonce) {
    try {
      String key = "Tor safe cookie authentication %s hash".formatted(direction);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      mac.update(honest ? COOKIE : new byte[32]);
      mac.update(nonce);
      return mac.doFinal(COOKIE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socks.close();
    control.close();
    drop();
  }
}
