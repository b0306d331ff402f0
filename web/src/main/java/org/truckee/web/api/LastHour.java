package org.truckee.web.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.web.pages.Chart;

/**
 * Some figures of the node as they were during the last hour, looked at every ten seconds and kept
 * in memory, so that a person sees what happens without a service that collects it. Thread-safe.
 */
final class LastHour implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastHour.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int MOST_SAMPLES = (int) Duration.ofHours(1).dividedBy(PERIOD) + 1;
  private static final double NANOS = 1e9;

  private static final List<Series> ALL =
      List.of(
          new Series(
              "Uploaded",
              true,
              moment ->
                  moment.count("uploader.bytes_uploaded") + moment.count("mutable.bytes_published"),
              LastHour::bytesPerSecond),
          new Series(
              "Downloaded",
              true,
              moment ->
                  moment.count("downloader.bytes_downloaded")
                      + moment.count("mutable.bytes_retrieved"),
              LastHour::bytesPerSecond),
          new Series(
              "Stored for others",
              true,
              moment -> moment.metric("truckee_storage_added_bytes"),
              LastHour::bytesPerSecond),
          new Series(
              "Storage requests answered",
              true,
              moment -> moment.metric("truckee_storage_operations"),
              value -> number(value, "/s")),
          new Series(
              "Storage servers that answer",
              false,
              moment -> moment.metric("truckee_connected_servers"),
              value -> String.format(Locale.ROOT, "%.0f", value)),
          new Series(
              "Processor",
              true,
              moment -> moment.metric("process_cpu_seconds"),
              value -> String.format(Locale.ROOT, "%.0f %% of a core", 100 * value)),
          new Series(
              "Memory of the heap in use",
              false,
              moment -> moment.metric("truckee_heap_used_bytes"),
              value -> Quantities.space((long) value)));

  private final NodeStatus status;
  private final LongSupplier clock;
  private final Thread thread = Thread.ofVirtual().name("last-hour").unstarted(this::run);
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * A figure that is drawn.
   *
   * @param rate whether it is drawn how fast it grows, in a second
   * @param value at a moment; not a number if this node does not have it
   */
  private record Series(
      String title, boolean rate, ToDoubleFunction<Moment> value, DoubleFunction<String> words) {}

  /** All figures at one moment. */
  private record Moment(StatisticsReport statistics, List<Metric> metrics) {
    double count(String name) {
      return statistics.counters().getOrDefault(name, 0L);
    }

    double metric(String name) {
      return metrics.stream()
          .filter(metric -> metric.name().equals(name))
          .findFirst()
          .map(metric -> metric.samples().stream().mapToDouble(Metric.Sample::value).sum())
          .orElse(Double.NaN);
    }
  }

  private record Sample(long nanos, double[] values) {}

  /**
   * Not looking yet.
   *
   * @param clock never goes back, in nanoseconds
   */
  LastHour(NodeStatus status, LongSupplier clock) {
    this.status = status;
    this.clock = clock;
  }

  /** Begins to look. */
  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        try {
          sample();
        } catch (RuntimeException e) {
          LOG.warn("the figures of the node could not be looked at", e);
        }
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      // It was closed.
    }
  }

  /** Looks once. */
  void sample() {
    Moment moment = new Moment(status.statistics(), status.metrics());
    double[] values =
        ALL.stream().mapToDouble(series -> series.value().applyAsDouble(moment)).toArray();
    synchronized (samples) {
      samples.add(new Sample(clock.getAsLong(), values));
      if (samples.size() > MOST_SAMPLES) {
        samples.remove();
      }
    }
  }

  /** A chart of each figure that this node has. */
  List<Chart> charts() {
    List<Sample> all;
    synchronized (samples) {
      all = List.copyOf(samples);
    }
    long now = clock.getAsLong();
    List<Chart> charts = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      Series series = ALL.get(i);
      int index = i;
      if (all.stream().anyMatch(sample -> !Double.isNaN(sample.values()[index]))) {
        charts.add(
            Chart.of(series.title(), points(all, index, series.rate(), now), series.words()));
      }
    }
    return charts;
  }

  private static List<Chart.Point> points(List<Sample> all, int index, boolean rate, long now) {
    List<Chart.Point> points = new ArrayList<>();
    for (int i = rate ? 1 : 0; i < all.size(); i++) {
      Sample sample = all.get(i);
      double value = sample.values()[index];
      if (rate) {
        Sample before = all.get(i - 1);
        double seconds = (sample.nanos() - before.nanos()) / NANOS;
        value = seconds > 0 ? (value - before.values()[index]) / seconds : Double.NaN;
      }
      if (!Double.isNaN(value)) {
        points.add(new Chart.Point((now - sample.nanos()) / NANOS, value));
      }
    }
    return points;
  }

  private static String bytesPerSecond(double bytes) {
    return Quantities.space((long) bytes) + "/s";
  }

  private static String number(double value, String unit) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f%s" : "%.0f%s", value, unit);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
