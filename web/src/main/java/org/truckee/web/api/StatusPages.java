package org.truckee.web.api;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.truckee.grid.ServerId;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.OperationStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.Table;
import org.truckee.web.pages.Table.Cell;
import org.truckee.web.pages.Timeline;
import org.truckee.web.pages.TransferView;

/** {@code /status/TYPE-N}: single operations for people ({@code spec/08 §20.10–§20.12}). */
final class StatusPages {
  /** After how many seconds a page without scripts loads itself again while something goes on. */
  private static final int REFRESH = 5;

  private static final String OVERVIEW = "status?t=json";

  private final Supplier<ServerNames> names;
  private final Clock clock;

  /**
   * The pages.
   *
   * @param names what people call servers now
   */
  StatusPages(Supplier<ServerNames> names, Clock clock) {
    this.names = names;
    this.clock = clock;
  }

  /** The names that servers have now. */
  ServerNames names() {
    return names.get();
  }

  void upload(UploadStatus status, WebRequest request) throws IOException, InterruptedException {
    OperationFacts facts =
        new OperationFacts(status)
            .add("Hashing", Quantities.percent(status.hashed()))
            .add("Ciphertext", Quantities.percent(status.enciphered()))
            .add("Encoding and pushing", Quantities.percent(status.pushed()));
    ServerNames known = names.get();
    Optional<UploadReport> report = status.result().map(result -> new UploadReport(result, known));
    report.ifPresent(done -> done.facts().forEach(fact -> facts.add(fact.name(), fact.value())));
    ServerPace pace = report.map(UploadReport::pace).orElseGet(() -> new ServerPace(known));
    respond(
        new TransferView(
            "File Upload Status",
            status.status(),
            status.isActive(),
            percent(status.pushed()),
            pace.verdict(),
            status.size() + " bytes",
            facts.all(),
            report.map(UploadReport::timeline),
            pace.all(),
            report.map(UploadReport::tables).orElse(List.of()),
            OVERVIEW),
        status,
        request);
  }

  void download(DownloadStatus status, WebRequest request)
      throws IOException, InterruptedException {
    respond(new DownloadPage(status, names.get(), clock.instant()).view(), status, request);
  }

  void check(CheckStatus status, WebRequest request) throws IOException, InterruptedException {
    OperationFacts facts =
        new OperationFacts(status)
            .add("Size", status.size() + " bytes")
            .add("Verified", status.verifies() ? Quantities.percent(status.progress()) : "No")
            .add("Total", Quantities.duration(status.total()));
    respond(
        new TransferView(
            "Check",
            status.status(),
            status.isActive(),
            percent(status.progress()),
            "",
            "",
            facts.all(),
            Optional.empty(),
            List.of(),
            List.of(),
            OVERVIEW),
        status,
        request);
  }

  void mapUpdate(MapUpdateStatus status, WebRequest request)
      throws IOException, InterruptedException {
    OperationFacts facts =
        new OperationFacts(status)
            .add("Mode", "MODE_" + status.mode())
            .add(
                "Finished",
                status
                    .total()
                    .map(time -> Quantities.time(status.started().plus(time)))
                    .orElse("not yet"))
            .add("Progress", Quantities.percent(status.progress()))
            .add("Total", Quantities.duration(status.total()));
    ServerNames known = names.get();
    ServerPace pace = new ServerPace(known);
    List<Timeline.Track> tracks = new ArrayList<>();
    List<Table.Row> rows = new ArrayList<>();
    status
        .answers()
        .forEach(
            (server, answer) -> {
              pace.note(server, answer.after(), 0, answer.problem().isPresent());
              String color = DownloadTimeline.color(server);
              String time = Quantities.duration(answer.after());
              tracks.add(
                  new Timeline.Track(
                      known.of(server),
                      color,
                      List.of(
                          new Timeline.Span(
                              0,
                              seconds(answer.after()),
                              answer.problem().isPresent() ? "failed" : "",
                              time + answer.problem().map(why -> ": " + why).orElse("")))));
              rows.add(
                  new Table.Row(
                      color,
                      List.of(
                          Cell.of(known.full(server)),
                          Cell.of(time),
                          Cell.of(answer.problem().orElse("")))));
            });
    double end =
        tracks.stream()
            .flatMap(track -> track.spans().stream())
            .mapToDouble(Timeline.Span::to)
            .max()
            .orElse(0);
    respond(
        new TransferView(
            "Servermap update",
            status.status(),
            status.isActive(),
            percent(status.progress()),
            pace.verdict(),
            "",
            facts.all(),
            tracks.isEmpty() ? Optional.empty() : Optional.of(Timeline.of(end, tracks)),
            pace.all(),
            List.of(new Table("Answers", List.of("Server", "After", "Problem"), rows)),
            OVERVIEW),
        status,
        request);
  }

  void publish(PublishStatus status, WebRequest request) throws IOException, InterruptedException {
    Map<PublishStatus.Phase, Duration> times = status.times();
    OperationFacts facts =
        new OperationFacts(status)
            .add("Size", status.size() + " bytes")
            .add("Encoding", "%d of %d".formatted(status.needed(), status.shares()))
            .add("Progress", Quantities.percent(status.progress()))
            .add("Total", Quantities.duration(status.total()));
    for (PublishStatus.Phase phase : PublishStatus.Phase.values()) {
      Optional.ofNullable(times.get(phase))
          .ifPresent(time -> facts.add(text(phase), Quantities.duration(time)));
    }
    ServerNames known = names.get();
    ServerPace pace = new ServerPace(known);
    status
        .servers()
        .forEach(
            (server, done) ->
                pace.note(server, done.time().dividedBy(Math.max(1, done.writes())), 0, false));
    respond(
        new TransferView(
            "Publish",
            status.status(),
            status.isActive(),
            percent(status.progress()),
            pace.verdict(),
            "",
            facts.all(),
            phases(times),
            pace.all(),
            List.of(writes(status, known), sharemap(status.sharemap(), known)),
            OVERVIEW),
        status,
        request);
  }

  /** One after the other, as they were gone through. */
  private static Optional<Timeline> phases(Map<PublishStatus.Phase, Duration> times) {
    List<Timeline.Track> tracks = new ArrayList<>();
    double begin = 0;
    for (PublishStatus.Phase phase :
        List.of(
            PublishStatus.Phase.ENCODING,
            PublishStatus.Phase.STREAMING,
            PublishStatus.Phase.SIGNING,
            PublishStatus.Phase.PUSHING)) {
      if (times.containsKey(phase)) {
        double end = begin + seconds(times.get(phase));
        tracks.add(track(text(phase), begin, end, times.get(phase)));
        begin = end;
      }
    }
    return tracks.isEmpty() ? Optional.empty() : Optional.of(Timeline.of(begin, tracks));
  }

  /** A part of the work. */
  static Timeline.Track track(String name, double begin, double end, Duration time) {
    return new Timeline.Track(
        name,
        "",
        List.of(
            new Timeline.Span(
                begin, end, "", "%s: %s".formatted(name, Quantities.duration(time)))));
  }

  private static String text(PublishStatus.Phase phase) {
    return switch (phase) {
      case ENCODING -> "Enciphering and encoding";
      case STREAMING -> "Encoding and pushing";
      case SIGNING -> "RSA signature";
      case PUSHING -> "Pushing";
    };
  }

  private static Table writes(PublishStatus status, ServerNames known) {
    List<Table.Row> rows = new ArrayList<>();
    status
        .servers()
        .forEach(
            (server, done) ->
                rows.add(
                    new Table.Row(
                        DownloadTimeline.color(server),
                        List.of(
                            Cell.of(known.full(server)),
                            Cell.of(
                                "%s for %s"
                                    .formatted(
                                        Quantities.duration(done.time()),
                                        done.writes() == 1
                                            ? "a write"
                                            : done.writes() + " writes"))))));
    return new Table("Writes", List.of("Server", "Time"), rows);
  }

  /** Which servers have which share. */
  static Table sharemap(SortedMap<?, ? extends Collection<ServerId>> shares, ServerNames known) {
    return new Table(
        "Sharemap",
        List.of("Share", "Servers"),
        shares.entrySet().stream()
            .map(
                each ->
                    new Table.Row(
                        List.of(
                            Cell.of(each.getKey().toString()),
                            Cell.of(
                                each.getValue().stream()
                                    .map(known::full)
                                    .collect(Collectors.joining(", "))))))
            .toList());
  }

  void retrieve(RetrieveStatus status, WebRequest request)
      throws IOException, InterruptedException {
    OperationFacts facts =
        new OperationFacts(status)
            .add("Size", status.size() + " bytes")
            .add("Encoding", "%d of %d".formatted(status.needed(), status.shares()))
            .add("Progress", Quantities.percent(status.progress()))
            .add(
                "Total",
                Quantities.duration(status.total())
                    + status.total().map(time -> rate(status.size(), time)).orElse(""))
            .add("Fetching, all segments together", ifAny(status.fetching()))
            .add("Decoding and deciphering, all together", ifAny(status.decoding()));
    ServerPace pace = new ServerPace(names.get());
    status
        .servers()
        .forEach(
            (server, done) ->
                pace.note(server, done.time().dividedBy(Math.max(1, done.reads())), 0, false));
    double end = seconds(status.fetching().plus(status.decoding()));
    Optional<Timeline> timeline =
        end == 0
            ? Optional.empty()
            : Optional.of(
                Timeline.of(
                    end,
                    List.of(
                        track("Fetching", 0, seconds(status.fetching()), status.fetching()),
                        track(
                            "Decoding, deciphering",
                            seconds(status.fetching()),
                            end,
                            status.decoding()))));
    respond(
        new TransferView(
            "Retrieve",
            status.status(),
            status.isActive(),
            percent(status.progress()),
            pace.verdict(),
            "",
            facts.all(),
            timeline,
            pace.all(),
            List.of(),
            OVERVIEW),
        status,
        request);
  }

  private static String ifAny(Duration time) {
    return time.isZero() ? "" : Quantities.duration(time);
  }

  /** Bytes in a time, in brackets; empty if that cannot be said. */
  static String rate(long bytes, Duration time) {
    String rate = Quantities.rate(bytes, time);
    return rate.isEmpty() ? "" : " (%s)".formatted(rate);
  }

  static int percent(double part) {
    return (int) Math.clamp(part * 100, 0, 100);
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static void respond(TransferView view, OperationStatus status, WebRequest request)
      throws IOException, InterruptedException {
    String title = "%s %d".formatted(view.heading(), status.number());
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.transfer(Frames.of(title, request, status.isActive() ? REFRESH : 0), view));
  }
}
