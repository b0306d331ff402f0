package org.truckee.wormhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WormholeTest {
  private static final String APPLICATION = "example.org/test";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private MailboxServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = MailboxServer.start();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private Wormhole connect() throws Exception {
    return Wormhole.connect(server.url(), APPLICATION, new SecureRandom());
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private static <T> FutureTask<T> beside(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Says something and hears something. */
  private static JsonNode exchange(Wormhole wormhole, String said) throws Exception {
    wormhole.agree(PATIENCE);
    wormhole.send(text(said));
    wormhole.send(text(said + " again"));
    assertThat(wormhole.receive(PATIENCE).isTextual()).isTrue();
    return wormhole.receive(PATIENCE);
  }

  @Test
  void twoWhoKnowTheCodeTalk() throws Exception {
    try (Wormhole one = connect();
        Wormhole other = connect()) {
      Code code = one.allocate();
      assertThat(code.text()).matches("1-[a-z]+-[a-z]+");
      FutureTask<JsonNode> heard = beside(() -> exchange(one, "secret of one"));
      other.take(Code.parse(code.text()));
      assertThat(exchange(other, "secret of the other").asText()).isEqualTo("secret of one again");
      assertThat(heard.get(30, TimeUnit.SECONDS).asText()).isEqualTo("secret of the other again");
    }
    assertThat(server.moods()).containsExactly("happy", "happy");
    assertThat(server.seen()).doesNotContain("secret").contains("pake");
  }

  @Test
  void whoComesLateFindsWhatWasSaid() throws Exception {
    try (Wormhole one = connect()) {
      Code code = one.allocate();
      FutureTask<JsonNode> heard = beside(() -> exchange(one, "early"));
      awaitSeen("pake");
      try (Wormhole other = connect()) {
        other.take(code);
        assertThat(exchange(other, "late").asText()).isEqualTo("early again");
      }
      assertThat(heard.get(30, TimeUnit.SECONDS).asText()).isEqualTo("late again");
    }
  }

  private void awaitSeen(String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!server.seen().contains(what)) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void aWrongCodeIsNoticedAtBothEnds() throws Exception {
    Wormhole one = connect();
    Wormhole other = connect();
    try (one;
        other) {
      one.allocate();
      FutureTask<JsonNode> heard = beside(() -> exchange(one, "secret"));
      other.take(Code.parse("1-wrong-words"));
      assertThatThrownBy(() -> exchange(other, "guess"))
          .isInstanceOf(WormholeException.class)
          .hasMessageContaining("another code");
      assertThatThrownBy(() -> heard.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .rootCause()
          .hasMessageContaining("another code");
    }
    assertThat(server.moods()).containsExactly("scary", "scary");
  }

  @Test
  void aServerThatChangesAMessageIsNoticed() throws Exception {
    server.tamper(
        message -> {
          String body = message.get("body").asText();
          boolean application = message.get("phase").asText().equals("0");
          char last = body.charAt(body.length() - 1);
          return application
              ? message.put("body", body.substring(0, body.length() - 1) + (last == '0' ? 1 : 0))
              : message;
        });
    try (Wormhole one = connect();
        Wormhole other = connect()) {
      Code code = one.allocate();
      FutureTask<JsonNode> heard = beside(() -> exchange(one, "one"));
      other.take(code);
      assertThatThrownBy(() -> exchange(other, "other")).isInstanceOf(WormholeException.class);
      assertThatThrownBy(() -> heard.get(30, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(WormholeException.class);
    }
  }

  @Test
  void aServerThatWantsNobodyIsHeard() {
    server.refuse("too old\u001b[2J");
    assertThatThrownBy(this::connect)
        .isInstanceOf(WormholeException.class)
        .hasMessageContaining("too old")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    URI nowhere = URI.create("ws://127.0.0.1:1/v1");
    assertThatThrownBy(() -> Wormhole.connect(nowhere, APPLICATION, new SecureRandom()))
        .isInstanceOf(WormholeException.class)
        .hasMessageContaining("ws://127.0.0.1:1/v1 cannot be reached");
  }

  @Test
  void whoeverDoesNotComeIsNotWaitedForLongerThanAsked() throws Exception {
    try (Wormhole one = connect()) {
      one.allocate();
      assertThatThrownBy(() -> one.agree(Duration.ofMillis(300)))
          .isInstanceOf(WormholeException.class);
    }
    assertThat(server.moods()).containsExactly("lonely");
  }
}
