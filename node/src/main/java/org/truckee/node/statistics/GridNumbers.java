package org.truckee.node.statistics;

import org.truckee.grid.TransferCounters;
import org.truckee.web.api.StatisticsReport;

/**
 * What the client of a node has moved.
 *
 * @param counters of its grid
 */
public record GridNumbers(TransferCounters counters) implements StatisticsProvider {
  @Override
  public void report(StatisticsReport report) {
    add("uploader.", "uploaded", counters.uploaded(), report);
    add("downloader.", "downloaded", counters.downloaded(), report);
    add("mutable.", "published", counters.published(), report);
    add("mutable.", "retrieved", counters.retrieved(), report);
  }

  private static void add(
      String prefix, String what, TransferCounters.Total total, StatisticsReport report) {
    report.counter(prefix + "files_" + what, total.files());
    report.counter(prefix + "bytes_" + what, total.bytes());
  }
}
