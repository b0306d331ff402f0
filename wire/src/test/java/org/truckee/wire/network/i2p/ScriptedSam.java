package org.truckee.wire.network.i2p;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An I2P router that is all here: its destinations reach one another. */
public final class ScriptedSam implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /** Public destinations by the sessions that have them. */
  private final Map<String, String> sessions = new ConcurrentHashMap<>();

  private final Map<String, BlockingQueue<Socket>> waiting = new ConcurrentHashMap<>();
  private int made;

  /** Listens at a free port. */
  public ScriptedSam() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it is. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** What it was told. */
  List<String> heard() {
    return heard;
  }

  /** Waits until somebody accepts connections at a destination; tells whether anybody does. */
  boolean awaitAcceptor(String host, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (waiting) {
      while (waiting.entrySet().stream()
          .noneMatch(entry -> hostOf(entry.getKey()).equals(host) && !entry.getValue().isEmpty())) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(waiting, left);
      }
      return true;
    }
  }

  /** Drops all connections, and with them all sessions, at one moment. */
  public void drop() throws IOException {
    synchronized (waiting) {
      for (Socket socket : sockets) {
        socket.close();
      }
      sockets.clear();
      sessions.clear();
      waiting.clear();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        synchronized (waiting) {
          sockets.add(socket);
        }
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  private void serve(Socket socket) {
    try {
      String line = line(socket.getInputStream());
      while (!line.isEmpty()) {
        heard.add(line);
        if (line.startsWith("STREAM CONNECT")) {
          connect(socket, values(line));
          return;
        }
        if (line.startsWith("STREAM ACCEPT")) {
          synchronized (waiting) {
            String destination = sessions.get(values(line).get("ID"));
            if (destination == null) {
              say(socket, "STREAM STATUS RESULT=INVALID_ID MESSAGE=\"no such session\"");
              return;
            }
            say(socket, "STREAM STATUS RESULT=OK");
            waiting.get(destination).add(socket);
            waiting.notifyAll();
          }
          return;
        }
        say(socket, answer(socket, line));
        line = line(socket.getInputStream());
      }
    } catch (IOException | InterruptedException e) {
      // The other side has gone.
      return;
    }
  }

  private String answer(Socket socket, String line) throws IOException {
    Map<String, String> values = values(line);
    if (line.startsWith("HELLO VERSION")) {
      return "HELLO REPLY RESULT=OK VERSION=3.3";
    }
    if (line.startsWith("DEST GENERATE")) {
      String key = key();
      return "DEST REPLY PUB=%s PRIV=%s".formatted(publicPart(key), key);
    }
    if (line.startsWith("SESSION CREATE")) {
      String key = values.get("DESTINATION");
      key = key.equals("TRANSIENT") ? key() : key;
      synchronized (waiting) {
        if (!sockets.contains(socket)) {
          throw new SocketException("it was dropped meanwhile");
        }
        sessions.put(values.get("ID"), publicPart(key));
        waiting.put(publicPart(key), new LinkedBlockingQueue<>());
      }
      return "SESSION STATUS RESULT=OK DESTINATION=" + key;
    }
    if (line.startsWith("NAMING LOOKUP")) {
      String name = values.get("NAME");
      for (String destination : waiting.keySet()) {
        if (hostOf(destination).equals(name)) {
          return "NAMING REPLY RESULT=OK NAME=%s VALUE=%s".formatted(name, destination);
        }
      }
      return "NAMING REPLY RESULT=KEY_NOT_FOUND NAME=" + name;
    }
    return "I2P ERROR RESULT=I2P_ERROR";
  }

  private void connect(Socket near, Map<String, String> values)
      throws IOException, InterruptedException {
    BlockingQueue<Socket> queue = waiting.get(values.get("DESTINATION"));
    Socket far = queue == null ? null : queue.poll(30, TimeUnit.SECONDS);
    if (far == null) {
      say(near, "STREAM STATUS RESULT=CANT_REACH_PEER");
      return;
    }
    say(near, "STREAM STATUS RESULT=OK");
    say(far, sessions.get(values.get("ID")) + " FROM_PORT=0 TO_PORT=0");
    Thread.ofVirtual().start(() -> pump(near, far));
    pump(far, near);
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has gone.
      return;
    }
  }

  private synchronized String key() {
    byte[] bytes = new byte[387 + 4 + 96];
    Arrays.fill(bytes, (byte) ++made);
    // A key certificate of four bytes.
    bytes[384] = 5;
    bytes[385] = 0;
    bytes[386] = 4;
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes).replace('+', '-').replace('/', '~');
  }

  private static String publicPart(String key) {
    byte[] bytes = Base64.getDecoder().decode(key.replace('-', '+').replace('~', '/'));
    return base64(Arrays.copyOf(bytes, 391));
  }

  private static String hostOf(String destination) {
    try {
      return I2pDestination.of(destination).host();
    } catch (SamException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> values(String line) {
    Map<String, String> values = new HashMap<>();
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return values;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  private static void say(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
    drop();
  }
}
