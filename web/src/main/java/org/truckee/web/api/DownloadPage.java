package org.truckee.web.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.grid.ServerId;
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.web.pages.Table;
import org.truckee.web.pages.Table.Cell;
import org.truckee.web.pages.Timeline;
import org.truckee.web.pages.TransferView;

/** {@code /status/down-N}: a download for people ({@code spec/08 §20.11}). */
final class DownloadPage {
  private final DownloadStatus status;
  private final ServerNames names;
  private final Instant begin;
  private final Instant end;

  /**
   * The page of a download.
   *
   * @param now how far the picture of a download reaches that goes on
   */
  DownloadPage(DownloadStatus status, ServerNames names, Instant now) {
    this.status = status;
    this.names = names;
    DownloadTimeline timeline = new DownloadTimeline(status);
    this.begin = timeline.begin().orElse(status.started());
    Instant last = timeline.end().orElse(begin);
    this.end = status.isActive() && now.isAfter(last) ? now : last;
  }

  TransferView view() {
    OperationFacts facts =
        new OperationFacts(status)
            .add("Progress", Quantities.percent(status.progress()))
            .add("Status", status.status())
            .add("Took", Quantities.duration(Duration.between(begin, end)));
    ServerPace pace = pace();
    return new TransferView(
        "File Download Status",
        text(),
        status.isActive(),
        StatusPages.percent(status.progress()),
        pace.verdict(),
        status.size() + " bytes",
        facts.all(),
        timeline(),
        pace.all(),
        tables(),
        "status/%s/event_json".formatted(StatusPlaces.name(status)));
  }

  private String text() {
    if (status.isActive()) {
      return status.status();
    }
    boolean failed =
        status.segments().stream().anyMatch(segment -> !segment.success().orElse(true));
    return failed ? "Ended: not all segments came." : "Finished.";
  }

  private ServerPace pace() {
    ServerPace pace = new ServerPace(names);
    for (DownloadEvent.Blocks request : status.blockRequests()) {
      pace.note(
          request.server(),
          taken(request),
          request.received().orElse(0L),
          !request.success().orElse(true));
    }
    for (DownloadEvent.Question question : status.questions()) {
      pace.note(question.server(), taken(question), 0, !question.success().orElse(true));
    }
    return pace;
  }

  /** How long something took, or has taken so far. */
  private Duration taken(DownloadEvent event) {
    Instant last = event.finished().orElse(end);
    return last.isBefore(event.started()) ? Duration.ZERO : Duration.between(event.started(), last);
  }

  private Optional<Timeline> timeline() {
    List<Timeline.Track> tracks = new ArrayList<>();
    add(tracks, "Reads", status.reads(), read -> range(read.start(), read.length()));
    add(tracks, "Segments", status.segments(), segment -> "segment " + segment.number());
    SequencedMap<ServerId, List<Timeline.Span>> servers = new LinkedHashMap<>();
    for (DownloadEvent.Question question : status.questions()) {
      servers
          .computeIfAbsent(question.server(), _ -> new ArrayList<>())
          .add(span(question, look(question, question.success(), "question"), "which shares?"));
    }
    for (DownloadEvent.Blocks request : status.blockRequests()) {
      String text =
          "share %d %s".formatted(request.share(), range(request.start(), request.length()));
      servers
          .computeIfAbsent(request.server(), _ -> new ArrayList<>())
          .add(span(request, look(request, request.success(), ""), text));
    }
    servers.forEach(
        (server, spans) ->
            tracks.add(
                new Timeline.Track(names.of(server), DownloadTimeline.color(server), spans)));
    status.work().stream()
        .collect(
            Collectors.groupingBy(
                DownloadEvent.Work::what, LinkedHashMap::new, Collectors.toList()))
        .forEach((what, events) -> add(tracks, what(what), events, _ -> what(what)));
    return tracks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Timeline.of(StatusPages.seconds(Duration.between(begin, end)), List.copyOf(tracks)));
  }

  private static String what(String what) {
    return what.equals("decode") ? "Hashing, decoding" : what;
  }

  private <E extends DownloadEvent> void add(
      List<Timeline.Track> tracks, String name, List<E> events, Function<E, String> text) {
    if (!events.isEmpty()) {
      tracks.add(
          new Timeline.Track(
              name,
              "",
              events.stream()
                  .map(event -> span(event, look(event, success(event), ""), text.apply(event)))
                  .toList()));
    }
  }

  private static Optional<Boolean> success(DownloadEvent event) {
    return event instanceof DownloadEvent.Segment segment ? segment.success() : Optional.empty();
  }

  private static String look(DownloadEvent event, Optional<Boolean> success, String usual) {
    if (!success.orElse(true)) {
      return "failed";
    }
    return event.finished().isEmpty() ? "pending" : usual;
  }

  private Timeline.Span span(DownloadEvent event, String look, String text) {
    double from = StatusPages.seconds(Duration.between(begin, event.started()));
    Duration taken = taken(event);
    return new Timeline.Span(
        from,
        from + StatusPages.seconds(taken),
        look,
        "%s: %s%s".formatted(text, Quantities.duration(taken), look.isEmpty() ? "" : ", " + look));
  }

  private List<Table> tables() {
    return List.of(
        new Table(
            "Share queries",
            List.of("Server", "Sent", "Received", "Shares", "Round trip"),
            status.questions().stream().map(this::question).toList()),
        new Table(
            "Reads",
            List.of(
                "Range", "Started", "Finished", "Bytes", "Time", "Decrypting", "Paused", "Speed"),
            status.reads().stream().map(this::read).toList()),
        new Table(
            "Segments",
            List.of(
                "Number", "Started", "Active", "Finished", "Range", "Decoding", "Time", "Speed"),
            status.segments().stream().map(this::segment).toList()),
        new Table(
            "Block requests",
            List.of("Server", "Share", "Range", "Sent", "Received", "Bytes", "Round trip"),
            status.blockRequests().stream().map(this::blocks).toList()));
  }

  private Table.Row question(DownloadEvent.Question question) {
    return row(
        Optional.of(question.server()),
        names.full(question.server()),
        after(question.started()),
        received(question.finished(), question.success()),
        question
            .shares()
            .map(found -> found.stream().map(Object::toString).collect(Collectors.joining(",")))
            .orElse("-"),
        time(question));
  }

  private Table.Row read(DownloadEvent.Read read) {
    return row(
        Optional.empty(),
        range(read.start(), read.length()),
        after(read.started()),
        after(read.finished()),
        Long.toString(read.returned()),
        time(read),
        Quantities.duration(read.deciphering()),
        Quantities.duration(read.paused()),
        speed(read.returned(), read));
  }

  private Table.Row segment(DownloadEvent.Segment segment) {
    Optional<DownloadEvent.Segment.Made> made = segment.made();
    return row(
        Optional.empty(),
        Integer.toString(segment.number()),
        after(segment.started()),
        after(segment.active()),
        received(segment.finished(), segment.success()),
        made.map(found -> range(found.start(), found.length())).orElse("-"),
        made.map(found -> Quantities.duration(found.decoding())).orElse("-"),
        time(segment),
        made.map(found -> speed(found.length(), segment)).orElse("-"));
  }

  private Table.Row blocks(DownloadEvent.Blocks request) {
    return row(
        Optional.of(request.server()),
        names.full(request.server()),
        Integer.toString(request.share()),
        range(request.start(), request.length()),
        after(request.started()),
        received(request.finished(), request.success()),
        request.received().map(Object::toString).orElse("-"),
        time(request));
  }

  private static Table.Row row(Optional<ServerId> server, String... cells) {
    return new Table.Row(
        server.map(DownloadTimeline::color).orElse(""), Stream.of(cells).map(Cell::of).toList());
  }

  private static String range(long start, long length) {
    return "[%d:+%d]".formatted(start, length);
  }

  private String after(Instant moment) {
    double seconds = Duration.between(begin, moment).toNanos() / 1e9;
    return String.format(Locale.ROOT, "+%.6fs", seconds);
  }

  private String after(Optional<Instant> moment) {
    return moment.map(this::after).orElse("-");
  }

  private String received(Optional<Instant> moment, Optional<Boolean> success) {
    return after(moment) + (success.orElse(true) ? "" : " (failed)");
  }

  private static String time(DownloadEvent event) {
    return event
        .finished()
        .map(end -> Quantities.duration(Duration.between(event.started(), end)))
        .orElse("-");
  }

  private static String speed(long bytes, DownloadEvent event) {
    return event
        .finished()
        .map(end -> Quantities.rate(bytes, Duration.between(event.started(), end)))
        .orElse("-");
  }
}
