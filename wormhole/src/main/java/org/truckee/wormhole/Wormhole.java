package org.truckee.wormhole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One end of a conversation between two who know the same code ({@code spec/09 §12.2}). Made for
 * one thread.
 *
 * <p>First the server has said welcome; then one end allocates a code and the other one takes it;
 * then both send and receive.
 */
public final class Wormhole implements AutoCloseable {
  /** How long the server may take to answer. */
  private static final Duration SERVER = Duration.ofSeconds(60);

  private static final Duration TO_CLOSE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final int SIDE_BYTES = 5;
  private static final int CODE_WORDS = 2;
  private static final int MAX_BODY = 1 << 17;
  private static final int MAX_PHASES = 100;
  private static final String PAKE = "pake";
  private static final String VERSION = "version";

  private final MailboxConnection server;
  private final String application;
  private final String side;
  private final RandomGenerator random;

  /** Bodies of the other end by their phases, as they came. */
  private final Map<String, byte[]> received = new HashMap<>();

  private Optional<Code> code = Optional.empty();
  private Optional<String> mailbox = Optional.empty();
  private Optional<PhaseKeys> keys = Optional.empty();
  private Optional<String> otherSide = Optional.empty();
  private Mood mood = Mood.LONELY;
  private int sent;
  private int read;

  /** How a conversation ended, as the server is told. */
  private enum Mood {
    HAPPY,
    LONELY,
    SCARY
  }

  private Wormhole(
      MailboxConnection server, String application, String side, RandomGenerator random) {
    this.server = server;
    this.application = application;
    this.side = side;
    this.random = random;
  }

  /**
   * Connects to a server, and returns when it has said welcome.
   *
   * @param server {@code ws://…} or {@code wss://…}
   * @param application what it is for; the same at both ends
   * @throws WormholeException if it cannot be reached or does not want us
   */
  public static Wormhole connect(URI server, String application, RandomGenerator random)
      throws WormholeException, InterruptedException {
    byte[] side = new byte[SIDE_BYTES];
    random.nextBytes(side);
    MailboxConnection connection = MailboxConnection.to(server, random);
    Wormhole wormhole = new Wormhole(connection, application, HEX.formatHex(side), random);
    try {
      wormhole.greet();
      return wormhole;
    } catch (WormholeException | InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void greet() throws WormholeException, InterruptedException {
    JsonNode welcome = answer("welcome").path("welcome");
    if (welcome.path("error").isTextual()) {
      throw new WormholeException(
          "the wormhole server wants no visitors: " + printable(welcome.path("error").asText()));
    }
    ObjectNode bind = message("bind");
    bind.put("appid", application);
    bind.put("side", side);
    bind.putArray("client_version").add("truckee").add("1");
    server.send(bind);
  }

  /** Has a new code made, which the other end has to be told. */
  public Code allocate() throws WormholeException, InterruptedException {
    server.send(message("allocate"));
    String nameplate = answer("allocated").path("nameplate").asText();
    if (!nameplate.matches("[0-9]{1,18}")) {
      throw new WormholeException("the wormhole server gives no number for a code");
    }
    Code made = Code.generate(nameplate, CODE_WORDS, random);
    meet(made);
    return made;
  }

  /** Takes the code that the other end has made. */
  public void take(Code told) throws WormholeException, InterruptedException {
    meet(told);
  }

  private void meet(Code agreed) throws WormholeException, InterruptedException {
    code = Optional.of(agreed);
    server.send(message("claim").put("nameplate", agreed.nameplate()));
    String claimed = answer("claimed").path("mailbox").asText();
    mailbox = Optional.of(claimed);
    server.send(message("open").put("mailbox", claimed));
  }

  /**
   * Waits for the other end, and agrees with it on a key. Has to be done once, after the code is
   * known and before anything is sent.
   *
   * @param limit how long the other end may take to come
   * @throws WormholeException if it does not come, or has another code
   */
  public void agree(Duration limit) throws WormholeException, InterruptedException {
    Code agreed = code.orElseThrow(() -> new IllegalStateException("there is no code yet"));
    byte[] identity = application.getBytes(StandardCharsets.UTF_8);
    Spake2 exchange = Spake2.begin(agreed.password(), identity, random);
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    ours.put("pake_v1", HEX.formatHex(exchange.message()));
    add(PAKE, utf8(ours.toString()));
    JsonNode theirs = parsed(awaited(PAKE, limit));
    byte[] key = exchange.key(unhexed(theirs.path("pake_v1").asText()));
    server.send(message("release").put("nameplate", agreed.nameplate()));
    keys = Optional.of(new PhaseKeys(key));
    add(VERSION, sealed(VERSION, utf8("{\"app_versions\": {}}")));
    parsed(opened(VERSION, awaited(VERSION, SERVER)));
    mood = Mood.HAPPY;
  }

  /** Sends the next message to the other end. */
  public void send(JsonNode message) throws WormholeException, InterruptedException {
    String phase = Integer.toString(sent++);
    add(phase, sealed(phase, utf8(message.toString())));
  }

  /**
   * The next message of the other end.
   *
   * @throws WormholeException if it does not come in time, or is no JSON
   */
  public JsonNode receive(Duration limit) throws WormholeException, InterruptedException {
    String phase = Integer.toString(read++);
    return parsed(opened(phase, awaited(phase, limit)));
  }

  private byte[] sealed(String phase, byte[] plain) {
    return keys.orElseThrow().box(side, phase).seal(plain, random);
  }

  private byte[] opened(String phase, byte[] box) throws WormholeException {
    Optional<byte[]> plain = keys.orElseThrow().box(otherSide.orElseThrow(), phase).open(box);
    if (plain.isEmpty()) {
      mood = Mood.SCARY;
      throw new WormholeException(
          "the other end has another code: it was mistyped, or somebody guesses. The code is used"
              + " up: try again with a new one");
    }
    return plain.get();
  }

  private void add(String phase, byte[] body) throws WormholeException, InterruptedException {
    server.send(message("add").put("phase", phase).put("body", HEX.formatHex(body)));
  }

  /** What the other end says in a phase. */
  private byte[] awaited(String phase, Duration limit)
      throws WormholeException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!received.containsKey(phase)) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative()) {
        throw new WormholeException(
            "the other end said nothing for %d s".formatted(limit.toSeconds()));
      }
      heed(server.next(left));
    }
    return received.remove(phase);
  }

  /** An answer of the server; what comes from the other end meanwhile is kept. */
  private JsonNode answer(String type) throws WormholeException, InterruptedException {
    while (true) {
      JsonNode message = server.next(SERVER);
      if (message.path("type").asText().equals(type)) {
        return message;
      }
      heed(message);
    }
  }

  private void heed(JsonNode message) throws WormholeException {
    switch (message.path("type").asText()) {
      case "message" -> keep(message);
      case "error" ->
          throw new WormholeException(
              "the wormhole server refuses: " + printable(message.path("error").asText()));
      default -> {
        // An acknowledgement, or something of a later server.
      }
    }
  }

  private void keep(JsonNode message) throws WormholeException {
    String from = message.path("side").asText();
    if (from.equals(side)) {
      return;
    }
    if (!otherSide.orElse(from).equals(from)) {
      throw new WormholeException(
          "a third one has come with the same number: somebody guesses, or the code was used twice."
              + " Try again with a new one");
    }
    otherSide = Optional.of(from);
    if (received.size() >= MAX_PHASES) {
      throw new WormholeException("the other end sends too much");
    }
    received.putIfAbsent(message.path("phase").asText(), unhexed(message.path("body").asText()));
  }

  private static byte[] unhexed(String text) throws WormholeException {
    try {
      if (text.length() <= MAX_BODY) {
        return HEX.parseHex(text);
      }
    } catch (IllegalArgumentException e) {
      throw new WormholeException("the other end sends what is no hexadecimal number", e);
    }
    throw new WormholeException("the other end sends too much");
  }

  private static JsonNode parsed(byte[] text) throws WormholeException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new WormholeException("the other end sends what is no JSON", e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static ObjectNode message(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Leaves; what was sent before is there for the other end. */
  @Override
  public void close() {
    try (server) {
      if (mailbox.isPresent()) {
        ObjectNode close = message("close").put("mailbox", mailbox.get());
        server.send(close.put("mood", mood.name().toLowerCase(Locale.ROOT)));
        long end = System.nanoTime() + TO_CLOSE.toNanos();
        while (!server
            .next(Duration.ofNanos(Math.max(1, end - System.nanoTime())))
            .path("type")
            .asText()
            .equals("closed")) {
          // Acknowledgements, and what the other end has sent in vain.
        }
      }
    } catch (WormholeException e) {
      // Whoever cares has heard of it already.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
