package org.truckee.foolscap.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.value.Value;

/** Messages that are made to cost memory or time: they cost the sender, and nobody else. */
@Timeout(120)
class HostileMessagesTest {
  private static final int OPEN = 0x88;
  private static final int CLOSE = 0x89;
  private static final int INT = 0x81;
  private static final int STRING = 0x82;
  private static final int PING = 0x8e;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int opens;

  private HostileMessagesTest head(long number, int type) {
    long rest = number;
    do {
      bytes.write((int) (rest & 0x7f));
      rest >>>= 7;
    } while (rest != 0);
    bytes.write(type);
    return this;
  }

  private HostileMessagesTest string(String text) {
    head(text.length(), STRING);
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private HostileMessagesTest open(String opentype) {
    head(opens++, OPEN);
    return string(opentype);
  }

  /** The beginning of a call, up to and including the number of its arguments. */
  private HostileMessagesTest call(int requestId, int clid, String method, int arguments) {
    open("call").head(requestId, INT).head(clid, INT).string(method);
    return open("arguments").head(arguments, INT);
  }

  private void close(int number) {
    head(number, CLOSE);
  }

  private byte[] take() {
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    return taken;
  }

  private static LocalObject echo() {
    return LocalObject.of((method, arguments, keywords) -> arguments.getFirst());
  }

  private PlayedConnection played(ConnectionOptions options) throws Exception {
    LocalObject storage =
        LocalObject.of(
            RecordedInterfaces.StorageServer.class, new RecordedInterfaces.EmptyServer());
    PlayedConnection played =
        new PlayedConnection(options, Map.of("echo", echo(), "storage", storage));
    lookUp(played, 1, "echo");
    lookUp(played, 2, "storage");
    assertThat(played.awaitMessages(2)).hasSize(2);
    return played;
  }

  private void lookUp(PlayedConnection played, int requestId, String name) {
    int call = opens;
    call(requestId, 0, "getReferenceByName", 1).string(name);
    close(call + 1);
    close(call);
    played.play(take());
  }

  private void assertStillServes(PlayedConnection played, int messages) throws Exception {
    int call = opens;
    call(99, 1, "echo", 1).head(7, INT);
    close(call + 1);
    close(call);
    played.play(take());
    assertThat(played.awaitMessages(messages + 1).getLast()).contains("INT(99) INT(7)");
  }

  @Test
  void anEndlessListIsRefusedWhenItExceedsItsBudget() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      int call = opens;
      call(3, 1, "echo", 1);
      int list = opens;
      open("list");
      played.play(take());
      for (int i = 0; i < 200; i++) {
        for (int j = 0; j < 1000; j++) {
          head(1, INT);
        }
        played.play(take());
      }
      // The answer does not wait for the end of the list.
      assertThat(played.awaitMessages(3).getLast()).contains("error", "INT(3)", "Violation");
      close(list);
      close(call + 1);
      close(call);
      played.play(take());
      assertStillServes(played, 3);
    }
  }

  @Test
  void depthIsRefusedAndSkippedWithoutMemory() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      int call = opens;
      call(3, 1, "echo", 1);
      int first = opens;
      for (int i = 0; i < 100_000; i++) {
        open("list");
      }
      for (int i = opens - 1; i >= first; i--) {
        close(i);
      }
      close(call + 1);
      close(call);
      played.play(take());
      assertThat(played.awaitMessages(3).getLast()).contains("error", "Violation");
      assertStillServes(played, 3);
    }
  }

  @Test
  void aHugeDeclaredSizeIsRefusedBeforeItsBytesCome() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      call(3, 1, "echo", 1).head(1L << 40, STRING);
      played.play(take());
      assertThat(played.awaitMessages(3).getLast()).contains("error", "Violation");
      assertThat(played.connection.isOpen()).isTrue();
    }
  }

  @Test
  void aSizeBeyondTheInterfaceIsRefusedBeforeItsBytesCome() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      call(3, 2, "get_buckets", 1).head(17, STRING);
      played.play(take());
      assertThat(played.awaitMessages(3).getLast()).contains("too large: 17>16");
    }
  }

  @Test
  void aByteStringThatIsAnnouncedAndNotSentCostsNothing() throws Exception {
    ConnectionOptions generous =
        new ConnectionOptions(
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            1L << 30,
            false,
            Set.of());
    try (PlayedConnection played = played(generous)) {
      long before = used();
      call(3, 1, "echo", 1).head(600_000_000, STRING);
      played.play(take());
      played.play(new byte[10]);
      played.awaitAllRead();
      assertThat(used() - before).isLessThan(100L << 20);
      assertThat(played.connection.isOpen()).isTrue();
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void callsBeyondWhatCanBeCarriedOutWaitAndNothingIsLost() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    LocalObject slow =
        LocalObject.of(
            (method, arguments, keywords) -> {
              assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
              return Value.None.NONE;
            });
    int calls = 5000;
    try (PlayedConnection played =
        new PlayedConnection(PlayedConnection.OPTIONS, Map.of("slow", slow))) {
      lookUp(played, 1, "slow");
      played.awaitMessages(1);
      for (int i = 0; i < calls; i++) {
        int call = opens;
        call(i + 10, 1, "any", 0);
        close(call + 1);
        close(call);
      }
      played.play(take());
      go.countDown();
      assertThat(played.awaitMessages(1 + calls)).hasSize(1 + calls);
    }
  }

  @Test
  void aSilentPeerIsPingedAndGivenUp() throws Exception {
    ConnectionOptions impatient =
        new ConnectionOptions(
            Optional.of(Duration.ofMillis(100)),
            Optional.of(Duration.ofMillis(1500)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            1 << 20,
            false,
            Set.of());
    try (PlayedConnection played = new PlayedConnection(impatient, Map.of())) {
      assertThat(played.awaitMessages(1).getFirst()).isEqualTo("PING(0)");
      played.awaitEnd();
      assertThat(played.connection.reason()).get().asString().contains("banana timeout");
    }
  }

  @Test
  void whoeverAnswersPingsStays() throws Exception {
    ConnectionOptions impatient =
        new ConnectionOptions(
            Optional.of(Duration.ofMillis(50)),
            Optional.of(Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            1 << 20,
            false,
            Set.of());
    try (PlayedConnection played = new PlayedConnection(impatient, Map.of())) {
      for (int i = 1; i <= 5; i++) {
        assertThat(played.awaitMessages(i)).hasSizeGreaterThanOrEqualTo(i);
        played.play(new byte[] {(byte) 0x8f});
      }
      assertThat(played.connection.isOpen()).isTrue();
    }
  }

  @Test
  void pingsAreAnsweredInTheMiddleOfACall() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      int call = opens;
      call(3, 1, "echo", 1).head(4, PING);
      played.play(take());
      assertThat(played.awaitMessages(3).getLast()).isEqualTo("PONG(4)");
      head(8, INT);
      close(call + 1);
      close(call);
      played.play(take());
      assertThat(played.awaitMessages(4).getLast()).contains("INT(3) INT(8)");
    }
  }

  @Test
  void aSecondNegotiationIsNoMessage() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      played.play(
          ("banana-negotiation-range: 3 3\r\ninitial-vocab-table-range: 0 1\r\n"
                  + "my-incarnation: 0011223344556677\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      played.awaitEnd();
      assertThat(played.tokens().getLast()).startsWith("ERROR(");
    }
  }

  @Test
  void aReferenceThatPointsAtItselfIsNotFollowed() throws Exception {
    try (PlayedConnection played = played(PlayedConnection.OPTIONS)) {
      int call = opens;
      call(3, 2, "slot_readv", 3).head(16, STRING);
      bytes.writeBytes(new byte[16]);
      int list = opens;
      open("list");
      int reference = opens;
      open("reference").head(list, INT);
      close(reference);
      close(list);
      int ranges = opens;
      open("list");
      close(ranges);
      close(call + 1);
      close(call);
      played.play(take());
      assertThat(played.awaitMessages(3).getLast()).contains("error", "Violation");
      assertThat(played.connection.isOpen()).isTrue();
    }
  }
}
