package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import org.truckee.grid.deep.DeepEvent;
import org.truckee.grid.deep.DeepSink;
import org.truckee.grid.deep.StatsCollector;
import org.truckee.grid.deep.WalkFailure;
import org.truckee.http.Exchange;

/**
 * The events of a walk as lines of JSON, sent as they come; lines that come at once are sent
 * together. What could not be read is told behind all lines, so that the rest of the tree is walked
 * all the same.
 */
final class WalkStream<T> implements DeepSink<T> {
  private static final int FULL = 1 << 13;
  private static final long LATE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MOST_TROUBLE = 1000;

  /** Has the answer say how much of the walk is done; the argument is one of Truckee's own. */
  static final String PROGRESS = "progress";

  private final Exchange exchange;
  private final BiConsumer<ObjectNode, Optional<T>> result;
  private final StatsCollector stats = new StatsCollector();
  private final List<WalkFailure> trouble = new ArrayList<>();
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long sent = System.nanoTime();
  private Optional<DoubleSupplier> part = Optional.empty();

  /**
   * For an answer that has begun.
   *
   * @param result adds to a line what was done with the node
   */
  WalkStream(Exchange exchange, BiConsumer<ObjectNode, Optional<T>> result) {
    this.exchange = exchange;
    this.result = result;
  }

  /** Has lines in between say how much is done, from 0 to 1. */
  void tellProgress(DoubleSupplier part) {
    this.part = Optional.of(part);
  }

  @Override
  public void take(DeepEvent<T> event) throws IOException {
    stats.count(event);
    switch (event) {
      case DeepEvent.Visited<T> visited -> {
        ObjectNode line = DeepJson.met(visited.path(), visited.node());
        result.accept(line, visited.result());
        add(Json.line(line));
      }
      case DeepEvent.Failed<T> failed ->
          note(new WalkFailure(failed.path(), failed.node(), failed.problem()));
      case DeepEvent.Unreadable<T> unreadable ->
          note(new WalkFailure(unreadable.path(), unreadable.node(), unreadable.problem()));
      case DeepEvent.Entered<T> _ -> {}
    }
    if (waiting.size() >= FULL || System.nanoTime() - sent >= LATE) {
      send(false);
    }
  }

  private void note(WalkFailure problem) {
    if (trouble.size() < MOST_TROUBLE) {
      trouble.add(problem);
    }
  }

  private void add(String line) {
    waiting.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void send(boolean last) throws IOException {
    if (!last && part.isPresent()) {
      add(
          Json.line(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("type", PROGRESS)
                  .put(PROGRESS, part.get().getAsDouble())));
    }
    ByteBuffer lines = ByteBuffer.wrap(waiting.toByteArray());
    waiting.reset();
    exchange.send(lines, last);
    sent = System.nanoTime();
  }

  /** The walk has come to its end. */
  void end() throws IOException {
    if (trouble.isEmpty()) {
      ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", "stats");
      line.set("stats", DeepJson.stats(stats.stats()));
      add(Json.line(line));
    } else {
      add("ERROR: " + Failures.call(trouble.getFirst().problem()));
      add("Not everything below this directory could be read or checked:");
      for (WalkFailure each : trouble) {
        add("  '%s': %s".formatted(shown(each.path()), Failures.message(each.problem())));
      }
    }
    send(true);
  }

  private static String shown(List<String> path) {
    return path.isEmpty() ? "<root>" : Escapes.printable(String.join("/", path));
  }
}
