package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
  @Test
  void figuresAreWrittenAsOpenMetricsWantsThem() {
    String text =
        MetricsText.text(
            List.of(
                new Metric(
                    "truckee_calls",
                    Metric.Type.COUNTER,
                    "Calls.",
                    List.of(
                        new Metric.Sample(Map.of("operation", "read", "kind", "a\"\\\n"), 12),
                        new Metric.Sample(Map.of("operation", "write"), 1e15))),
                Metric.of("truckee_ratio", Metric.Type.GAUGE, "A\nratio.", 0.25),
                Metric.of("truckee", Metric.Type.INFO, "It.", 1)));
    assertThat(text)
        .isEqualTo(
            """
            # TYPE truckee_calls counter
            # HELP truckee_calls Calls.
            truckee_calls_total{kind="a\\"\\\\\\n",operation="read"} 12
            truckee_calls_total{operation="write"} 1000000000000000
            # TYPE truckee_ratio gauge
            # HELP truckee_ratio A\\nratio.
            truckee_ratio 0.25
            # TYPE truckee info
            # HELP truckee It.
            truckee_info 1
            # EOF
            """);
  }
}
