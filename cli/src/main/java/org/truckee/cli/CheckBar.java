package org.truckee.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.truckee.capability.Capability;
import org.truckee.capability.VerifyCap;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.Session;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.ChangingLine;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.NodeDescription;
import org.truckee.cli.gateway.Progress;

/**
 * Shows on a terminal how far a check has come, while its answer is awaited: the node tells others
 * what it does, and how much of a verification of an immutable file is done. Of what it does not
 * tell the time is shown that has passed.
 */
final class CheckBar implements AutoCloseable {
  private static final String PREFIX = "progress";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int WIDTH = 30;

  private final Gateway gateway;
  private final String path;
  private final ChangingLine line;
  private final Optional<Thread> watcher;

  /**
   * Begins to watch.
   *
   * @param path of what is checked, in the web API
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  CheckBar(Gateway gateway, String path, Session session, LongSupplier nanoTime) {
    this.gateway = gateway;
    this.path = path;
    this.line =
        new ChangingLine(
            session.streams(),
            session.quiet() ? ChangingLine.Where.NOWHERE : ChangingLine.Where.TERMINALS,
            nanoTime);
    this.watcher =
        line.isWanted() ? Optional.of(Thread.ofVirtual().start(this::watch)) : Optional.empty();
  }

  private void watch() {
    Optional<String> index = Optional.empty();
    try {
      Thread.sleep(PAUSE);
      index = index();
      while (true) {
        show(index.isPresent() ? told(index.get()) : Optional.empty());
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      // The check is over.
      return;
    }
  }

  private void show(Optional<JsonNode> told) {
    double part = told.map(check -> check.path("progress").asDouble()).orElse(0.0);
    long size = told.map(check -> check.path("total-size").asLong()).orElse(0L);
    line.show(
        () ->
            part > 0
                ? "%s  verified %s of %s, %s/s%s"
                    .formatted(
                        ChangingLine.bar(part, WIDTH),
                        Progress.size((long) (size * part)),
                        Progress.size(size),
                        Progress.size((long) (size * part / line.seconds())),
                        line.timeLeft(part))
                : "checking, " + ChangingLine.clock(line.seconds()));
  }

  /** The storage index of what is checked, if it has one. */
  private Optional<String> index() {
    try (Answer answer = gateway.get(path + "?t=json", PREFIX)) {
      JsonNode properties = NodeDescription.read(answer, PREFIX).properties();
      return Capability.parse(properties.path("verify_uri").asText()) instanceof VerifyCap cap
          ? Optional.of(cap.index().toString())
          : Optional.empty();
    } catch (CommandException e) {
      // Whoever waits for the check hears what is wrong.
      return Optional.empty();
    }
  }

  /** What the node says of the verification of that file. */
  private Optional<JsonNode> told(String index) {
    try (Answer answer = gateway.get("status?t=json&checks=true", PREFIX)) {
      for (JsonNode each : JsonTree.parse(answer.text(PREFIX)).path("active")) {
        if (each.path("operation").asText().equals("verify")
            && each.path("storage-index-string").asText().equals(index)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    } catch (CommandException | JsonProcessingException e) {
      // A node that tells nothing of itself is no reason to end.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    watcher.ifPresent(CheckBar::end);
    line.erase();
  }

  private static void end(Thread watcher) {
    watcher.interrupt();
    try {
      watcher.join(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
