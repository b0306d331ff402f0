package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsPageTest {
  private static RawHttp.Answer get(TestNode node, String target) throws Exception {
    return node.http().send("GET", target, Map.of(), new byte[0]);
  }

  @Test
  void theHelperTellsThirteenNumbersAndCountsSix() {
    HelperStatistics helper =
        new HelperStatistics(
            1,
            2,
            0,
            4,
            5,
            6,
            7,
            new HelperStatistics.Files(8, 9, 10),
            new HelperStatistics.Files(11, 12, 13));
    assertThat(helper.all())
        .containsExactly(
            Map.entry("chk_upload_helper.active_uploads", 7L),
            Map.entry("chk_upload_helper.incoming_count", 8L),
            Map.entry("chk_upload_helper.incoming_size", 9L),
            Map.entry("chk_upload_helper.incoming_size_old", 10L),
            Map.entry("chk_upload_helper.encoding_count", 11L),
            Map.entry("chk_upload_helper.encoding_size", 12L),
            Map.entry("chk_upload_helper.encoding_size_old", 13L),
            Map.entry("chk_upload_helper.upload_requests", 1L),
            Map.entry("chk_upload_helper.upload_already_present", 2L),
            Map.entry("chk_upload_helper.upload_need_upload", 0L),
            Map.entry("chk_upload_helper.resumes", 4L),
            Map.entry("chk_upload_helper.fetched_bytes", 5L),
            Map.entry("chk_upload_helper.encoded_bytes", 6L));
    StatisticsReport report = new StatisticsReport();
    helper.report(report);
    assertThat(report.counters())
        .hasSize(5)
        .doesNotContainKey("chk_upload_helper.upload_need_upload");
    assertThat(report.stats()).hasSize(13);
  }

  @Test
  void openMetricsHaveCountersThenStatsInOrderAndQuantiles() {
    StatisticsReport report = new StatisticsReport();
    report.stat("z.last", 3);
    report.stat("storage_server.latencies.add-lease.01_0_percentile", 0.5);
    report.unknown("storage_server.latencies.read.99_9_percentile");
    report.counter("b.two", 2);
    report.counter("a.one", 1);
    report.counter("never", 0);
    assertThat(StatisticsPage.openMetrics(report))
        .isEqualTo(
            """
            tahoe_counters_a_one 1
            tahoe_counters_b_two 2
            tahoe_stats_storage_server_latencies_add-lease{quantile="0.010"} 0.5
            tahoe_stats_storage_server_latencies_read{quantile="0.999"} NaN
            tahoe_stats_z_last 3
            # EOF
            """);
  }

  @Test
  void aNodeWithoutHelperSaysSoAndOtherFormatsAreRefused() throws Exception {
    try (TestNode node = new TestNode()) {
      assertThat(get(node, "/helper_status?t=json").text()).isEqualTo("{}\n");
      assertThat(get(node, "/helper_status").text()).contains("No helper is running");
      assertThat(get(node, "/statistics?t=json").text())
          .startsWith("{\n \"counters\": {},\n \"stats\": {\n");
      assertThat(get(node, "/statistics?t=xml").status()).isEqualTo(400);
      assertThat(get(node, "/statistics/").status()).isEqualTo(404);
      assertThat(get(node, "/helper_status/").status()).isEqualTo(404);
      assertThat(get(node, "/statistics").text()).contains("Uploaded", "0 files / 0 bytes");
    }
  }
}
