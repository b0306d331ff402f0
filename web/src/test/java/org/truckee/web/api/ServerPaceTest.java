package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.truckee.grid.ServerId;
import org.truckee.web.pages.TransferView;

class ServerPaceTest {
  private static final ServerId ALPHA = new ServerId("v0-alphaalphaalpha");
  private static final ServerId BETA = new ServerId("v0-betabetabeta");
  private static final ServerId GAMMA = new ServerId("v0-gammagammagamma");

  private final ServerPace pace =
      new ServerPace(new ServerNames(List.of(named(ALPHA, "alpha"), named(BETA, ""))));

  private static ServerStatus named(ServerId id, String nickname) {
    return new ServerStatus(
        id.longName(),
        nickname,
        true,
        "",
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty());
  }

  private void note(ServerId server, long milliseconds) {
    pace.note(server, Duration.ofMillis(milliseconds), 1000, false);
  }

  @Test
  void theSlowOneIsNamed() {
    for (int i = 0; i < 5; i++) {
      note(ALPHA, 900 + i);
      note(BETA, 20);
      note(GAMMA, 30);
    }
    // One slow answer of a server that is quick otherwise does not count.
    note(BETA, 5000);
    assertThat(pace.verdict()).startsWith("alpha is slow").contains("902ms", "30ms");
    List<TransferView.ServerWork> all = pace.all();
    assertThat(all.stream().map(TransferView.ServerWork::name))
        .containsExactly("alpha", "gammagam", "betabeta");
    assertThat(all.getFirst().part()).isEqualTo(100);
    assertThat(all.getLast().text()).contains("6 requests", "5.00s at most", "6.0kB");
  }

  @Test
  void nobodyIsBlamedForNothing() {
    assertThat(pace.verdict()).isEmpty();
    note(ALPHA, 9000);
    assertThat(pace.verdict()).as("one alone").isEmpty();
    note(BETA, 4000);
    assertThat(pace.verdict()).as("twice as long is not slow").isEmpty();
  }

  @Test
  void littleTimesAreNotWorthAWord() {
    note(ALPHA, 9);
    note(BETA, 1);
    note(GAMMA, 1);
    assertThat(pace.verdict()).isEmpty();
  }

  @Test
  void whoFailedIsNamed() {
    note(ALPHA, 10);
    pace.note(GAMMA, Duration.ofMillis(10), 0, true);
    assertThat(pace.verdict()).isEqualTo("gammagam failed: 1 of its 1 requests came to nothing.");
  }

  @Test
  void twoServersOfOneNicknameAreToldApart() {
    ServerNames names = new ServerNames(List.of(named(ALPHA, "same"), named(BETA, "same")));
    assertThat(names.of(ALPHA)).isNotEqualTo(names.of(BETA)).startsWith("same (");
  }
}
