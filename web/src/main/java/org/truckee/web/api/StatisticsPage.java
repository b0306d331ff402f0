package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.StatisticsView;

/** The numbers of a node, for people and programs ({@code spec/08 §18.2, §20.13}). */
final class StatisticsPage {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final Pattern PERCENTILE = Pattern.compile("_(\\d\\d)_(\\d)_percentile$");

  private final NodeStatus status;
  private final LastHour lastHour;

  StatisticsPage(NodeStatus status, LastHour lastHour) {
    this.status = status;
    this.lastHour = lastHour;
  }

  void json(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    request.respond(200, "text/plain", Json.text(json(status.statistics())));
  }

  private static ObjectNode json(StatisticsReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode counters = root.putObject("counters");
    report.counters().forEach(counters::put);
    ObjectNode stats = root.putObject("stats");
    report
        .stats()
        .forEach(
            (name, value) -> {
              switch (value) {
                case StatisticsReport.Value.Whole(long number) -> stats.put(name, number);
                case StatisticsReport.Value.Real(double number) -> stats.put(name, number);
                case StatisticsReport.Value.Unknown _ -> stats.putNull(name);
              }
            });
    return root;
  }

  void openMetrics(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    request.respond(200, OPEN_METRICS, openMetrics(status.statistics()));
  }

  static String openMetrics(StatisticsReport report) {
    StringBuilder lines = new StringBuilder();
    report
        .counters()
        .forEach((name, count) -> line(lines, "tahoe_counters", name, Long.toString(count)));
    report.stats().forEach((name, value) -> line(lines, "tahoe_stats", name, metric(value)));
    return lines.append("# EOF\n").toString();
  }

  private static void line(StringBuilder lines, String prefix, String name, String value) {
    String plain = name.replace('.', '_');
    Matcher percentile = PERCENTILE.matcher(plain);
    String shown = percentile.replaceFirst("{quantile=\"0.$1$2\"}");
    lines.append("%s_%s %s\n".formatted(prefix, shown, value));
  }

  private static String metric(StatisticsReport.Value value) {
    return switch (value) {
      case StatisticsReport.Value.Whole(long number) -> Long.toString(number);
      case StatisticsReport.Value.Real(double number) -> Double.toString(number);
      case StatisticsReport.Value.Unknown _ -> "NaN";
    };
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    StatisticsReport report = status.statistics();
    StatisticsView view =
        new StatisticsView(
            List.of(
                amount("Uploaded", report, "uploader.", "uploaded"),
                amount("Downloaded", report, "downloader.", "downloaded"),
                amount("Mutable files written", report, "mutable.", "published"),
                amount("Mutable files read", report, "mutable.", "retrieved")),
            lastHour.charts(),
            Json.indented(json(report)));
    request.respond(
        200, Html.PAGE_TYPE, Pages.statistics(Frames.of("Truckee – statistics", request), view));
  }

  private static Fact amount(String name, StatisticsReport report, String prefix, String what) {
    long bytes = report.counters().getOrDefault(prefix + "bytes_" + what, 0L);
    return new Fact(
        name,
        "%d files / %d bytes (%s)"
            .formatted(
                report.counters().getOrDefault(prefix + "files_" + what, 0L),
                bytes,
                Quantities.size(bytes)));
  }
}
