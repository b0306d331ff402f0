package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.TubId;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.RecordedStore;
import org.truckee.storage.disk.SettableClock;
import org.truckee.storage.memory.MemoryStorageServer;

/**
 * Every request that was recorded against the reference's server, sent to ours byte for byte. The
 * answers must be the same but for framing, the order of map keys and set members, and the
 * differences listed here.
 */
class RecordedScenariosTest {
  /** Requests that the reference lets pass and this server refuses, by their note. */
  private static final Map<String, Integer> STRICTER =
      Map.of(
          "unknown key inside a vector: tolerated", 400,
          "short write enabler is stored NUL-padded", 400,
          "and then never matches", 400);

  /** Scenarios in which the disk server has answers where the reference's has only errors. */
  private static final Set<String> SERVED_IN_SPITE_OF_DAMAGE =
      Set.of("container of the wrong kind in the bucket");

  private static final String VERSION = "tahoe-lafs/unknown";

  /** The step after those, which reads a share that has not been made. */
  private static final Set<String> CONSEQUENCES = Set.of("a26773756363657373f56464617461a10080");

  @TestFactory
  Stream<DynamicTest> answersAreTheReferencesOwn() {
    return scenarios(Set.of(), RecordedScenariosTest::playInMemory);
  }

  @TestFactory
  Stream<DynamicTest> answersFromADiskAreTheSameAndSoIsWhatIsOnIt(@TempDir Path directory) {
    AtomicInteger stores = new AtomicInteger();
    return scenarios(
        SERVED_IN_SPITE_OF_DAMAGE,
        scenario -> playOnDisk(scenario, directory.resolve("" + stores.incrementAndGet())));
  }

  private static Stream<DynamicTest> scenarios(Set<String> leftOut, Play play) {
    return StreamSupport.stream(HttpVectors.get("scenarios").spliterator(), false)
        .filter(scenario -> !leftOut.contains(scenario.required("name").asText()))
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.required("name").asText(), () -> play.of(scenario)));
  }

  private static void playInMemory(JsonNode scenario) throws Exception {
    SettableClock clock = clock();
    play(
        scenario,
        clock,
        MemoryStorageServer.plain(
            clock, space(), scenario.path("server_readonly").asBoolean(), VERSION),
        step -> {});
  }

  private static void playOnDisk(JsonNode scenario, Path directory) throws Exception {
    SettableClock clock = clock();
    JsonNode nodeId = HttpVectors.get("server").required("node_id_hex");
    DiskStorageOptions options =
        DiskStorageOptions.of(directory, new TubId(HttpVectors.hex(nodeId.asText())))
            .withClock(clock)
            .withMonotonicClock(clock)
            .withReadOnly(scenario.path("server_readonly").asBoolean())
            .withApplicationVersion(VERSION);
    try (RecordedStore store = new RecordedStore(options, space())) {
      play(
          scenario,
          clock,
          store.server(),
          step -> {
            if (step.has("store_after")) {
              store.requireSame(step.path("note").asText(), step.get("store_after"));
            }
          });
    }
  }

  private static SettableClock clock() {
    return new SettableClock(
        Instant.ofEpochSecond(HttpVectors.get("server").required("start_time").asLong()));
  }

  private static long space() {
    return HttpVectors.get("server").required("available_space").asLong();
  }

  private static void play(
      JsonNode scenario, SettableClock clock, LocalStorageServer store, Play afterStep)
      throws Exception {
    try (HttpFixture http = new HttpFixture(store, ServerLimits.defaults(), clock::nanos)) {
      RawConnection connection = new RawConnection(http.server);
      for (JsonNode step : scenario.required("steps")) {
        if (step.has("advance_clock_seconds")) {
          clock.advance(Duration.ofSeconds(step.get("advance_clock_seconds").asLong()));
        }
        if (!step.has("request")) {
          continue;
        }
        connection.send(bytes(step.required("request")));
        String method = step.required("request").required("method").asText();
        RawConnection.Reply reply = connection.reply(method.equals("HEAD"));
        check(step, reply);
        if (reply.header("Connection").orElse("").equals("close")) {
          connection.close();
          connection = new RawConnection(http.server);
        }
        afterStep.of(step);
      }
      connection.close();
    }
  }

  private static byte[] bytes(JsonNode request) {
    StringBuilder head = new StringBuilder();
    head.append(request.required("method").asText()).append(' ');
    head.append(request.required("target").asText()).append(" HTTP/1.1\r\n");
    byte[] body = body(request);
    for (JsonNode header : request.required("headers")) {
      head.append(header.get(0).asText())
          .append(": ")
          .append(header.get(1).asText().replace("HOST:PORT", "127.0.0.1:1"));
      head.append("\r\n");
    }
    if (head.indexOf("\r\nHost: ") < 0) {
      // Steps that give bodies by their length leave out what is the same everywhere.
      head.append("Host: 127.0.0.1:1\r\n");
      head.append("Authorization: ")
          .append(StorageHandler.authorization(HttpFixture.SWISSNUM))
          .append("\r\n");
    }
    if (request.has("body_length")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  /** A body as recorded, or of the recorded length and hash. */
  private static byte[] body(JsonNode request) {
    if (request.path("body").isTextual()) {
      return HttpVectors.hex(request.get("body").asText());
    }
    if (!request.has("body_length")) {
      return new byte[0];
    }
    int length = request.get("body_length").asInt();
    byte[] pattern = new byte[200_000];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % 251);
    }
    List<byte[]> known =
        List.of(
            new Messages.AllocationRequest(HttpFixture.shares(0), pattern.length).encoded(),
            pattern,
            new SlotMessages.Request(
                    Map.of(
                        HttpFixture.share(0),
                        new org.truckee.storage.ShareUpdate(
                            List.of(),
                            List.of(new org.truckee.storage.ShareUpdate.Write(0, pattern)),
                            java.util.OptionalLong.empty())),
                    List.of())
                .encoded());
    String hash = request.get("body_sha256").asText();
    return known.stream()
        .filter(body -> body.length == length && sha256(body).equals(hash))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no body of %d bytes is known".formatted(length)));
  }

  private static void check(JsonNode step, RawConnection.Reply reply) throws IOException {
    JsonNode wanted = step.required("response");
    String what =
        "%s %s: %s"
            .formatted(
                step.required("request").required("method").asText(),
                step.required("request").required("target").asText(),
                step.path("note").asText());
    int status = wanted.required("status").asInt();
    Integer stricter = STRICTER.get(step.path("note").asText());
    if (stricter != null) {
      assertThat(reply.status()).as(what).isEqualTo(stricter);
      return;
    }
    if (status == 500) {
      // The reference trips over these; they have sensible answers.
      assertThat(reply.status()).as(what).isBetween(400, 499);
      return;
    }
    assertThat(reply.status())
        .as(what + " " + new String(reply.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
    for (JsonNode header : wanted.required("headers")) {
      checkHeader(what, header.get(0).asText(), header.get(1).asText(), reply);
    }
    checkBody(what, wanted, reply);
  }

  private static void checkHeader(
      String what, String name, String value, RawConnection.Reply reply) {
    switch (name) {
      case "Content-Length", "Transfer-Encoding" -> {
        // Framing is not compared.
      }
      case "Allow" ->
          assertThat(reply.header(name).orElse("").split(", "))
              .as(what)
              .containsExactlyInAnyOrder(value.split(", "));
      case "Location" -> assertThat(value).as(what).endsWith(reply.header(name).orElse("none"));
      default -> assertThat(reply.header(name)).as(what + " " + name).contains(value);
    }
  }

  private static void checkBody(String what, JsonNode wanted, RawConnection.Reply reply) {
    if (wanted.has("body_sha256")) {
      assertThat(reply.body().length).as(what).isEqualTo(wanted.get("body_length").asInt());
      assertThat(sha256(reply.body())).as(what).isEqualTo(wanted.get("body_sha256").asText());
      return;
    }
    String body = HexFormat.of().formatHex(reply.body());
    String recorded = wanted.path("body").asText("");
    switch (wanted.path("compare_body").asText()) {
      case "exact" -> assertThat(body).as(what).isEqualTo(recorded);
      case "cbor" -> {
        if (!body.equals(recorded) && !CONSEQUENCES.contains(recorded)) {
          assertThat(CborValues.decode(reply.body()))
              .as(what)
              .isEqualTo(CborValues.decode(HttpVectors.hex(recorded)));
        }
      }
      default -> {
        // Free text.
      }
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Does something with a scenario or one of its steps. */
  @FunctionalInterface
  private interface Play {
    void of(JsonNode node) throws Exception;
  }
}
