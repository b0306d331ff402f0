package org.truckee.foolscap.tub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.connection.Connection;
import org.truckee.foolscap.connection.Transport;
import org.truckee.foolscap.negotiation.Hello;
import org.truckee.foolscap.negotiation.Negotiated;
import org.truckee.foolscap.negotiation.VersionRange;

@Timeout(60)
class ConnectionTableTest {
  private static final Set<Thread.State> AT_REST =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

  private final TubId peer = TestTubs.certificate("A").tubId();
  private final Hello hello =
      new Hello(
          new VersionRange(0, 1),
          Optional.of("none 0"),
          Optional.of("0123456789abcdef"),
          Optional.of(peer.toString()));
  private final ConnectionTable table =
      new ConnectionTable("fedcba9876543210", Duration.ofHours(1));

  /** An offer that waits, since there is a decision for the first. */
  private FutureTask<OptionalLong> secondOffer() {
    assertThat(table.admit(peer, hello)).isEqualTo(OptionalLong.of(1));
    FutureTask<OptionalLong> second = new FutureTask<>(() -> table.admit(peer, hello));
    Thread thread = Thread.ofPlatform().start(second);
    while (!AT_REST.contains(thread.getState())) {
      Thread.onSpinWait();
    }
    return second;
  }

  /**
   * A peer that connects while it is connected to would otherwise hear that there is a connection
   * already, and not yet of that.
   */
  @Test
  void nobodyIsRefusedForAConnectionThatHeHasNotHeardOf() throws Exception {
    FutureTask<OptionalLong> second = secondOffer();
    assertThat(second.isDone()).isFalse();
    table.withdraw(peer, 1);
    assertThat(second.get()).isEqualTo(OptionalLong.of(2));
  }

  @Test
  void whoHasHeardOfAConnectionIsRefusedASecond() throws Exception {
    FutureTask<OptionalLong> second = secondOffer();
    Transport transport = Loopback.pair()[0];
    Vocabulary words = Vocabulary.PROTOCOL_WORDS;
    Connection connection =
        new Connection(
            transport, peer, words, true, TubOptions.defaults().connections(), new NobodysHome());
    String incarnation = hello.incarnation().orElseThrow();
    table.install(
        connection, new Negotiated(transport, peer, words, true, incarnation, 1, Optional.empty()));
    assertThat(second.get()).isEmpty();
    assertThat(connection.isOpen()).isTrue();
    connection.close();
  }

  @Test
  void aTubThatIsClosedLetsNobodyWait() throws Exception {
    FutureTask<OptionalLong> second = secondOffer();
    table.close();
    assertThat(second.get()).isEmpty();
  }
}
