package org.truckee.web.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.truckee.crypto.Hashes;
import org.truckee.grid.ServerId;
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.history.DownloadStatus;

/**
 * The events of a download as they are drawn: each kind in rows in which no two are at the same
 * time, and each server in its colour ({@code spec/08 §17.4}).
 */
final class DownloadTimeline {
  private final DownloadStatus status;

  DownloadTimeline(DownloadStatus status) {
    this.status = status;
  }

  /** An event and the row it is drawn in. */
  record Drawn<E extends DownloadEvent>(E event, int row) {}

  /** The place of a request for blocks: in the group of its server, in a row of that. */
  record DrawnBlocks(DownloadEvent.Blocks event, int group, int row) {}

  /** All requests for blocks, and how many rows each group has. */
  record Blocks(List<DrawnBlocks> requests, List<Integer> rows) {}

  /** Gives rows to events: to each the first one that is free by then. */
  static <E extends DownloadEvent> List<Drawn<E>> rows(List<E> events) {
    Rows rows = new Rows();
    return events.stream().map(event -> new Drawn<>(event, rows.take(event))).toList();
  }

  private static final class Rows {
    /** When each row is free; never, if its last event goes on. */
    private final List<Instant> free = new ArrayList<>();

    int take(DownloadEvent event) {
      int row = 0;
      while (row < free.size() && !free.get(row).isBefore(event.started())) {
        row++;
      }
      Instant end = event.finished().orElse(Instant.MAX);
      if (row == free.size()) {
        free.add(end);
      } else {
        free.set(row, end);
      }
      return row;
    }
  }

  /** The requests for blocks, in groups by server. */
  Blocks blocks() {
    SequencedMap<ServerId, Integer> groups = new LinkedHashMap<>();
    Map<ServerId, Rows> rows = new HashMap<>();
    List<DrawnBlocks> drawn = new ArrayList<>();
    for (DownloadEvent.Blocks request : status.blockRequests()) {
      ServerId server = request.server();
      int group = groups.computeIfAbsent(server, _ -> groups.size());
      Rows ofServer = rows.computeIfAbsent(server, _ -> new Rows());
      drawn.add(new DrawnBlocks(request, group, ofServer.take(request)));
    }
    return new Blocks(
        drawn,
        groups.sequencedKeySet().stream().map(server -> rows.get(server).free.size()).toList());
  }

  /** The servers, in the order in which they were asked. */
  List<ServerId> servers() {
    return Stream.concat(
            status.questions().stream().map(DownloadEvent.Question::server),
            status.blockRequests().stream().map(DownloadEvent.Blocks::server))
        .distinct()
        .toList();
  }

  /** When the first event began. */
  Optional<Instant> begin() {
    return all().map(DownloadEvent::started).min(Instant::compareTo);
  }

  /** When the last one ended, or began if none has ended since. */
  Optional<Instant> end() {
    return all().map(event -> event.finished().orElse(event.started())).max(Instant::compareTo);
  }

  private Stream<DownloadEvent> all() {
    return Stream.of(
            status.reads(),
            status.segments(),
            status.questions(),
            status.blockRequests(),
            status.work())
        .flatMap(List::stream);
  }

  /** The colour of a server: bright, and the same wherever it is shown. */
  static String color(ServerId server) {
    byte[] hash = Hashes.sha256(server.longName().getBytes(StandardCharsets.UTF_8));
    StringBuilder color = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      color.append("%02x".formatted(Math.min((hash[i] & 0xff) / 2 + 0x80, 0xff)));
    }
    return color.toString();
  }
}
