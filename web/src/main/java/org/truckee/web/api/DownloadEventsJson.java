package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.ServerId;
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.history.DownloadStatus;

/** {@code /status/down-N/event_json}: all that happened in a download ({@code spec/08 §17.4}). */
final class DownloadEventsJson {
  private DownloadEventsJson() {}

  static void answer(DownloadStatus status, WebRequest request)
      throws IOException, InterruptedException {
    request.respond(200, "text/plain", Json.text(json(status)));
  }

  static ObjectNode json(DownloadStatus status) {
    DownloadTimeline timeline = new DownloadTimeline(status);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode misc = root.putArray("misc");
    for (var drawn : DownloadTimeline.rows(status.work())) {
      times(misc.addObject(), drawn.event())
          .put("what", drawn.event().what())
          .put("row", drawn.row());
    }
    ArrayNode reads = root.putArray("read");
    for (var drawn : DownloadTimeline.rows(status.reads())) {
      read(reads.addObject(), drawn.event()).put("row", drawn.row());
    }
    ArrayNode segments = root.putArray("segment");
    for (var drawn : DownloadTimeline.rows(status.segments())) {
      segment(segments.addObject(), drawn.event()).put("row", drawn.row());
    }
    ArrayNode questions = root.putArray("dyhb");
    for (var drawn : DownloadTimeline.rows(status.questions())) {
      question(questions.addObject(), drawn.event()).put("row", drawn.row());
    }
    DownloadTimeline.Blocks requests = timeline.blocks();
    ArrayNode blocks = root.putArray("block");
    for (DownloadTimeline.DrawnBlocks drawn : requests.requests()) {
      blocks(blocks.addObject(), drawn.event()).putArray("row").add(drawn.group()).add(drawn.row());
    }
    ArrayNode rows = root.putArray("block_rownums");
    requests.rows().forEach(rows::add);
    servers(root, timeline.servers());
    ObjectNode bounds = root.putObject("bounds");
    put(bounds, "min", timeline.begin());
    put(bounds, "max", timeline.end());
    return root;
  }

  private static ObjectNode read(ObjectNode json, DownloadEvent.Read read) {
    return times(json, read)
        .put("start", read.start())
        .put("length", read.length())
        .put("bytes_returned", read.returned())
        .put("decrypt_time", seconds(read.deciphering()))
        .put("paused_time", seconds(read.paused()));
  }

  private static ObjectNode segment(ObjectNode json, DownloadEvent.Segment segment) {
    times(json, segment).put("segment_number", segment.number());
    put(json, "active_time", segment.active());
    json.put("success", segment.success().orElse(null));
    Optional<DownloadEvent.Segment.Made> made = segment.made();
    json.put("decode_time", made.map(found -> seconds(found.decoding())).orElse(null));
    json.put("segment_start", made.map(DownloadEvent.Segment.Made::start).orElse(null));
    return json.put("segment_length", made.map(DownloadEvent.Segment.Made::length).orElse(null));
  }

  private static ObjectNode question(ObjectNode json, DownloadEvent.Question question) {
    times(json, question).put("serverid", question.server().longName());
    json.put("success", question.success().orElse(null));
    if (question.shares().isPresent()) {
      ArrayNode shares = json.putArray("response_shnums");
      question.shares().get().forEach(shares::add);
      return json;
    }
    return json.putNull("response_shnums");
  }

  private static ObjectNode blocks(ObjectNode json, DownloadEvent.Blocks request) {
    return times(json, request)
        .put("serverid", request.server().longName())
        .put("shnum", request.share())
        .put("start", request.start())
        .put("length", request.length())
        .put("success", request.success().orElse(null))
        .put("response_length", request.received().orElse(null));
  }

  private static void servers(ObjectNode root, List<ServerId> servers) {
    ObjectNode info = root.putObject("server_info");
    ObjectNode numbers = JsonNodeFactory.instance.objectNode();
    for (ServerId server : servers) {
      info.putObject(server.longName())
          .put("num", info.size() - 1)
          .put("color", DownloadTimeline.color(server))
          .put("short", server.shortName());
      numbers.put(Integer.toString(info.size() - 1), server.shortName());
    }
    root.put("num_serverids", servers.size());
    root.set("serverids", numbers);
  }

  private static ObjectNode times(ObjectNode json, DownloadEvent event) {
    json.put("start_time", seconds(event.started()));
    put(json, "finish_time", event.finished());
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<Instant> time) {
    json.put(name, time.map(DownloadEventsJson::seconds).orElse(null));
  }

  /** Since the epoch. */
  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
