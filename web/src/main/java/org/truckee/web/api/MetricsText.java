package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /metrics}: the figures of a node in the text format of OpenMetrics, for Prometheus. */
final class MetricsText {
  private static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final long EXACT = 1L << 53;

  private final Supplier<List<Metric>> metrics;

  MetricsText(Supplier<List<Metric>> metrics) {
    this.metrics = metrics;
  }

  void send(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    request.respond(200, TYPE, text(metrics.get()));
  }

  static String text(List<Metric> metrics) {
    StringBuilder text = new StringBuilder();
    for (Metric metric : metrics) {
      String type = metric.type().name().toLowerCase(Locale.ROOT);
      text.append("# TYPE %s %s\n".formatted(metric.name(), type));
      text.append("# HELP %s %s\n".formatted(metric.name(), escaped(metric.help())));
      for (Metric.Sample sample : metric.samples()) {
        text.append(metric.name())
            .append(suffix(metric.type()))
            .append(labels(sample.labels()))
            .append(' ')
            .append(number(sample.value()))
            .append('\n');
      }
    }
    return text.append("# EOF\n").toString();
  }

  private static String suffix(Metric.Type type) {
    return switch (type) {
      case COUNTER -> "_total";
      case INFO -> "_info";
      case GAUGE, SUMMARY -> "";
    };
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : new TreeMap<>(labels)
            .entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
