package org.truckee.web.api;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.grid.ServerId;
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.history.DownloadStatus;

/** {@code /status/down-N}: a download for people ({@code spec/08 §20.11}). */
final class DownloadPage {
  private final DownloadStatus status;
  private final Instant begin;

  private DownloadPage(DownloadStatus status) {
    this.status = status;
    this.begin = new DownloadTimeline(status).begin().orElse(status.started());
  }

  static void answer(DownloadStatus status, WebRequest request)
      throws IOException, InterruptedException {
    DownloadPage page = new DownloadPage(status);
    SequencedMap<String, String> facts = StatusPages.begin(status);
    facts.put("Progress", Quantities.percent(status.progress()));
    facts.put("Status", Escapes.html(status.status()));
    String events =
        "<p><a href=\"%s%s/event_json\">Events as JSON</a></p>"
            .formatted(Html.root(request.path()), "status/" + StatusPlaces.name(status));
    StatusPages.respond(
        "File Download Status",
        StatusPages.size(status.size()) + StatusPages.table(facts) + events + page.tables(),
        request);
  }

  private String tables() {
    return table(
            "Share queries",
            List.of("Server", "Sent", "Received", "Shares", "Round trip"),
            status.questions().stream().map(this::question))
        + table(
            "Reads",
            List.of(
                "Range", "Started", "Finished", "Bytes", "Time", "Decrypting", "Paused", "Speed"),
            status.reads().stream().map(this::read))
        + table(
            "Segments",
            List.of(
                "Number", "Started", "Active", "Finished", "Range", "Decoding", "Time", "Speed"),
            status.segments().stream().map(this::segment))
        + table(
            "Block requests",
            List.of("Server", "Share", "Range", "Sent", "Received", "Bytes", "Round trip"),
            status.blockRequests().stream().map(this::blocks));
  }

  private static String table(String title, List<String> columns, Stream<String> rows) {
    return "<h2>%s</h2><div class=\"scroll\"><table><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>"
        .formatted(
            title,
            columns.stream().map("<th>%s</th>"::formatted).collect(Collectors.joining()),
            rows.collect(Collectors.joining("\n")));
  }

  private String question(DownloadEvent.Question question) {
    return row(
        Optional.of(question.server()),
        Escapes.html(question.server().shortName()),
        after(question.started()),
        received(question.finished(), question.success()),
        question
            .shares()
            .map(found -> found.stream().map(Object::toString).collect(Collectors.joining(",")))
            .orElse("-"),
        taken(question));
  }

  private String read(DownloadEvent.Read read) {
    return row(
        Optional.empty(),
        range(read.start(), read.length()),
        after(read.started()),
        after(read.finished()),
        Long.toString(read.returned()),
        taken(read),
        Quantities.duration(read.deciphering()),
        Quantities.duration(read.paused()),
        speed(read.returned(), read));
  }

  private String segment(DownloadEvent.Segment segment) {
    Optional<DownloadEvent.Segment.Made> made = segment.made();
    return row(
        Optional.empty(),
        Integer.toString(segment.number()),
        after(segment.started()),
        after(segment.active()),
        received(segment.finished(), segment.success()),
        made.map(found -> range(found.start(), found.length())).orElse("-"),
        made.map(found -> Quantities.duration(found.decoding())).orElse("-"),
        taken(segment),
        made.map(found -> speed(found.length(), segment)).orElse("-"));
  }

  private String blocks(DownloadEvent.Blocks request) {
    return row(
        Optional.of(request.server()),
        Escapes.html(request.server().shortName()),
        Integer.toString(request.share()),
        range(request.start(), request.length()),
        after(request.started()),
        received(request.finished(), request.success()),
        request.received().map(Object::toString).orElse("-"),
        taken(request));
  }

  private static String row(Optional<ServerId> server, String... cells) {
    String tint =
        server
            .map(
                id ->
                    " class=\"tinted\" style=\"background:%s\""
                        .formatted(DownloadTimeline.color(id)))
            .orElse("");
    return Stream.of(cells)
        .map("<td>%s</td>"::formatted)
        .collect(Collectors.joining("", "<tr%s>".formatted(tint), "</tr>"));
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

  private static String taken(DownloadEvent event) {
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
