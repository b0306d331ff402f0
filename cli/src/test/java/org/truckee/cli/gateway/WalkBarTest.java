package org.truckee.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.Streams;
import org.truckee.cli.command.Surroundings;

/** The bar of a walk over a tree, with a clock of its own. */
class WalkBarTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private long now;

  private Session session(boolean isTerminal) {
    PrintStream err = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), terminal, err, isTerminal, isTerminal, isTerminal);
    return new Session(streams, false, Optional.empty(), Surroundings.ofProcess());
  }

  private String shown() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  private void seconds(long count) {
    now += TimeUnit.SECONDS.toNanos(count);
  }

  private static JsonNode progress(double part) {
    return JsonNodeFactory.instance.objectNode().put("type", "progress").put("progress", part);
  }

  @Test
  void rateAndTimeLeftAreShownAsFarAsTheNodeTells() {
    try (WalkBar bar = new WalkBar(session(true), () -> now)) {
      seconds(10);
      bar.met(500);
      assertThat(shown()).isEqualTo("\r\u001b[K500 things, 50/s");
      seconds(10);
      bar.heard(progress(0.25));
      assertThat(shown())
          .endsWith("[#######                       ]  25 %  500 things, 25/s, 1:00 left");
      seconds(1);
      bar.heard(progress(0.1));
      assertThat(shown()).as("it never goes back").endsWith("1:03 left");
    }
    assertThat(shown()).endsWith("\r\u001b[K");
  }

  @Test
  void whatIsPrintedOnTheSameTerminalComesOnACleanLine() throws CommandException {
    Session session = session(true);
    try (WalkBar bar = new WalkBar(session, () -> now)) {
      seconds(1);
      bar.met(3);
      bar.beside(session).print("line");
    }
    assertThat(shown()).isEqualTo("\r\u001b[K3 things, 3/s\r\u001b[Kline\n");
  }

  @Test
  void elsewhereNothingIsShown() {
    Session session = session(false);
    try (WalkBar bar = new WalkBar(session, () -> now)) {
      assertThat(bar.isWanted()).isFalse();
      assertThat(bar.beside(session)).isSameAs(session);
      seconds(100);
      bar.met(3);
    }
    assertThat(shown()).isEmpty();
  }
}
