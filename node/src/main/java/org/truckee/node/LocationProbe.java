package org.truckee.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.crypto.TubId;
import org.truckee.node.config.Endpoint;

/**
 * Tries from here whether a node can be reached where it says that it is. What this machine cannot
 * reach others may, for example behind a router, and the other way round: it is a hint for the
 * operator, no more.
 */
public final class LocationProbe {
  /** How long the operator may be kept waiting. */
  public static final Duration LIMIT = Duration.ofSeconds(3);

  private static final Pattern TCP_HINT =
      Pattern.compile("(?:tcp:)?(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):([0-9]{1,5})");
  private static final int LONGEST_ANSWER = 64;
  private static final int NONCE_BYTES = 16;

  private final List<String> hints;
  private final Greeting greeting;

  private LocationProbe(List<String> hints, Greeting greeting) {
    this.hints = List.copyOf(hints);
    this.greeting = greeting;
  }

  /** What a node says that is asked whether it is the right one. */
  private record Greeting(String question, String answer) {}

  /**
   * What came out.
   *
   * @param reached whether all places that could be tried lead to the node
   * @param line one line that says so, or which do not and why
   */
  public record Result(boolean reached, String line) {}

  /** For a node that runs and has an identity. */
  static LocationProbe of(TubId tub, List<String> hints) {
    return new LocationProbe(
        hints,
        new Greeting(
            "GET /id/%s HTTP/1.1\r\nHost: probe\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n"
                .formatted(tub),
            "HTTP/1.1 101"));
  }

  /**
   * Tries the places of a node that does not run yet, by listening in its stead for a moment.
   *
   * @param port where it will listen
   * @param location where it will say that it is, hints separated by commas
   */
  public static Result beforehand(String port, String location) throws InterruptedException {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    String answer = HexFormat.of().formatHex(nonce);
    try (ServerSocket socket = listen(port)) {
      Thread.ofPlatform().daemon().name("location-probe").start(() -> greet(socket, answer));
      return new LocationProbe(List.of(location.split(",")), new Greeting("", answer)).run(LIMIT);
    } catch (IOException | IllegalArgumentException e) {
      return new Result(false, "it cannot be tried where the node will be: " + e.getMessage());
    }
  }

  private static ServerSocket listen(String port) throws IOException {
    Endpoint endpoint = Endpoint.parse(Character.isDigit(port.charAt(0)) ? "tcp:" + port : port);
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(endpoint.address().orElse("0.0.0.0"), endpoint.port()));
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void greet(ServerSocket socket, String answer) {
    while (!socket.isClosed()) {
      try (Socket caller = socket.accept()) {
        caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // A caller that goes, or the end.
      }
    }
  }

  /**
   * Tries all places at once.
   *
   * @param limit how long
   */
  public Result run(Duration limit) throws InterruptedException {
    BlockingQueue<Outcome> outcomes = new ArrayBlockingQueue<>(Math.max(1, hints.size()));
    List<String> waiting = new ArrayList<>();
    for (String hint : hints) {
      Matcher tcp = TCP_HINT.matcher(hint);
      if (tcp.matches()) {
        waiting.add(hint);
        String host = tcp.group(1).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(tcp.group(2));
        // Names are looked up without any limit: these threads may stay behind for a while.
        Thread.ofPlatform()
            .daemon()
            .name("location-probe")
            .start(() -> outcomes.offer(new Outcome(hint, attempt(host, port, limit))));
      }
    }
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    long end = System.nanoTime() + limit.toNanos();
    while (!waiting.isEmpty()) {
      Outcome outcome = outcomes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (outcome == null) {
        waiting.forEach(hint -> bad.add("%s (no answer in time)".formatted(hint)));
        break;
      }
      waiting.remove(outcome.hint);
      if (outcome.problem.isEmpty()) {
        good.add(outcome.hint);
      } else {
        bad.add("%s (%s)".formatted(outcome.hint, outcome.problem));
      }
    }
    return result(good, bad);
  }

  private static Result result(List<String> good, List<String> bad) {
    if (!bad.isEmpty()) {
      return new Result(
          false,
          "from here the node is not reached at %s: check tub.location, firewall and router, unless"
                  .formatted(String.join(", ", bad))
              + " only others reach it there");
    }
    return good.isEmpty()
        ? new Result(true, "its location cannot be tried from here")
        : new Result(true, "the node is reached at " + String.join(", ", good));
  }

  /**
   * What came of a place.
   *
   * @param problem empty if the node was there
   */
  private record Outcome(String hint, String problem) {}

  private String attempt(String host, int port, Duration limit) {
    try (Socket socket = new Socket()) {
      int millis = (int) limit.toMillis();
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), millis);
      socket.setSoTimeout(millis);
      OutputStream out = socket.getOutputStream();
      out.write(greeting.question.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String said =
          new String(
              in.readNBytes(Math.min(LONGEST_ANSWER, greeting.answer.length())),
              StandardCharsets.ISO_8859_1);
      return said.equals(greeting.answer) ? "" : "something else is there";
    } catch (UnknownHostException e) {
      return "the name is not known";
    } catch (IOException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
