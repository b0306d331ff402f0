package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.truckee.web.pages.Chart;

class LastHourTest {
  private final AtomicLong time = new AtomicLong(5);
  private final AtomicLong uploaded = new AtomicLong();
  private final LastHour hour = new LastHour(new Numbers(), time::get);

  private void pass(long seconds) {
    time.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    hour.sample();
  }

  private Chart chart(String title) {
    return hour.charts().stream()
        .filter(chart -> chart.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsCountedIsDrawnAsHowFastItGrows() {
    assertThat(hour.charts()).isEmpty();
    hour.sample();
    assertThat(chart("Uploaded").now()).isEqualTo("nothing yet");
    uploaded.set(50_000);
    pass(10);
    assertThat(chart("Uploaded").now()).isEqualTo("5.00 kB/s");
    pass(10);
    Chart chart = chart("Uploaded");
    assertThat(chart.now()).isEqualTo("0 B/s");
    assertThat(chart.most()).isEqualTo("5.00 kB/s");
    assertThat(chart.line()).isEqualTo("M359.0 4.0L360.0 100.0");
  }

  @Test
  void whatComesAndGoesIsDrawnAsItIsAndWhatANodeDoesNotHaveIsNot() {
    hour.sample();
    assertThat(chart("Storage servers that answer").now()).isEqualTo("7");
    assertThat(hour.charts())
        .extracting(Chart::title)
        .doesNotContain("Stored for others", "Processor");
  }

  @Test
  void anHourIsAll() {
    for (int i = 0; i < 1000; i++) {
      pass(10);
    }
    assertThat(chart("Storage servers that answer").line())
        .startsWith("M0.0 ")
        .satisfies(line -> assertThat(line.split("L")).hasSize(361));
  }

  private final class Numbers implements NodeStatus {
    @Override
    public String nickname() {
      return "";
    }

    @Override
    public String version() {
      return "";
    }

    @Override
    public List<String> introducers() {
      return List.of();
    }

    @Override
    public List<ServerStatus> servers() {
      return List.of();
    }

    @Override
    public StatisticsReport statistics() {
      StatisticsReport report = new StatisticsReport();
      report.counter("uploader.bytes_uploaded", uploaded.get());
      return report;
    }

    @Override
    public List<Metric> metrics() {
      return List.of(Metric.of("truckee_connected_servers", Metric.Type.GAUGE, "Servers.", 7));
    }
  }
}
