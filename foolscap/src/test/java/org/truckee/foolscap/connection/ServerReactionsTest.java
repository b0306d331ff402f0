package org.truckee.foolscap.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.truckee.crypto.Vectors;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.TokenText;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.value.Value;

/** What a live server was recorded to do with calls, most of them wrong. */
class ServerReactionsTest {
  private static final HexFormat HEX = HexFormat.of();

  /** {@code getReferenceByName(name=...)} as request 1, with OPEN numbers 0 and 1. */
  private static byte[] lookUp(String name) {
    return HEX.parseHex(
        "00880b87018100811282"
            + hex("getReferenceByName")
            + "01880c8700810482"
            + hex("name")
            + HEX.toHexDigits((byte) name.length())
            + "82"
            + hex(name)
            + "01890089");
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  /** Where we do otherwise than the reference on purpose: see docs/differences.md. */
  private static final Set<String> KINDER = Set.of("immutable-set where a set is required: fatal");

  /** The name in our interface is the one that is called, so nothing goes wrong. */
  private static final Set<String> SOUND =
      Set.of("keyword name from the interface but not of the implementation");

  @TestFactory
  Stream<DynamicTest> callsHaveTheRecordedOutcome() {
    JsonNode cases = TestTubs.VECTORS.required("server_reactions").required("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(
            vector ->
                dynamicTest(vector.required("name").textValue(), () -> reactsAsRecorded(vector)));
  }

  private static void reactsAsRecorded(JsonNode vector) throws Exception {
    String name = vector.required("name").textValue();
    boolean slow = name.equals("request id reused while the first is in flight");
    Echo target = new Echo(slow);
    LocalObject echo = LocalObject.of(target);
    LocalObject storage =
        LocalObject.of(
            RecordedInterfaces.StorageServer.class, new RecordedInterfaces.EmptyServer());
    try (PlayedConnection played =
        new PlayedConnection(
            PlayedConnection.OPTIONS, Map.of("echo", echo, "storageswissnum", storage))) {
      played.play(lookUp(vector.required("target").textValue()));
      assertThat(played.awaitMessages(1).getFirst()).contains("answer", "my-reference");
      played.play(Vectors.bytes(vector.required("hex")));
      JsonNode outcome = vector.required("outcome");
      if (KINDER.contains(name) || SOUND.contains(name)) {
        assertThat(played.awaitMessages(2).get(1)).contains("VOCAB(13=answer)");
        return;
      }
      check(played, outcome);
    } finally {
      target.released.countDown();
    }
  }

  private static void check(PlayedConnection played, JsonNode outcome) throws Exception {
    boolean closed = outcome.toString().contains("connection closed");
    if (closed) {
      played.awaitEnd();
      boolean told = outcome.toString().contains("\"ERROR\"");
      assertThat(played.tokens().getLast().startsWith("ERROR")).isEqualTo(told);
      return;
    }
    List<JsonNode> replies = new ArrayList<>();
    outcome.forEach(
        one -> {
          if (one.isObject()) {
            replies.add(one);
          }
        });
    // A sign of life proves that the connection is kept, and that nothing else comes before it.
    played.play(new byte[] {5, (byte) 0x8e});
    List<String> messages = played.awaitMessages(2 + replies.size());
    assertThat(messages).contains("PONG(5)");
    List<String> answers =
        messages.subList(1, messages.size()).stream().filter(m -> !m.equals("PONG(5)")).toList();
    assertThat(answers).hasSize(replies.size());
    for (int i = 0; i < answers.size(); i++) {
      JsonNode reply = replies.get(i);
      if (reply.has("answer")) {
        assertThat(masked(answers.get(i))).isEqualTo(masked(reply.required("answer").textValue()));
      } else {
        assertThat(answers.get(i))
            .contains("VOCAB(14=error) INT(" + reply.required("error").intValue() + ")")
            .contains("STRING(type) STRING(" + reply.required("type").textValue() + ")");
        reply
            .required("parents")
            .forEach(
                parent ->
                    assertThat(answers.get(0)).contains("STRING(" + parent.textValue() + ")"));
        String value = reply.required("value").textValue();
        if (!value.startsWith("Violation")) {
          assertThat(answers.get(i)).contains("STRING(value) STRING(" + value + ")");
        }
      }
    }
  }

  private static String masked(String text) {
    return text.replaceAll("44472/[a-z2-7]{32}", "44472/random");
  }

  /** The object without interface that was called. */
  private static final class Echo implements LocalObject.Handler {
    private final List<Value> held = new ArrayList<>();
    private final CountDownLatch released;

    Echo(boolean slow) {
      this.released = new CountDownLatch(slow ? 1 : 0);
    }

    @Override
    public Value call(String method, List<Value> arguments, Map<String, Value> keywords)
        throws ReportedException, InterruptedException {
      assertThat(released.await(TestTubs.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return switch (method) {
        case "echo" -> arguments.isEmpty() ? Value.None.NONE : arguments.getFirst();
        case "hold" -> {
          held.add(arguments.getFirst());
          yield Value.None.NONE;
        }
        case "long" ->
            throw new ReportedException(RemoteFailure.of("builtins.ValueError", "x".repeat(3000)));
        default -> throw LocalObject.noSuchMethod(method);
      };
    }
  }

  @org.junit.jupiter.api.Test
  void theLookUpIsTheOneThatWasRecorded() {
    assertThat(String.join(" ", TokenText.of(lookUp("echo"))))
        .isEqualTo(
            "OPEN(0) VOCAB(11=call) INT(1) INT(0) STRING(getReferenceByName)"
                + " OPEN(1) VOCAB(12=arguments) INT(0) STRING(name) STRING(echo)"
                + " CLOSE(1) CLOSE(0)");
  }
}
