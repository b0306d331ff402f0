package org.truckee.node.statistics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.web.api.StatisticsReport;

/** All numbers of a node. Thread-safe. */
public final class NodeStatistics {
  private static final Logger LOG = LoggerFactory.getLogger(NodeStatistics.class);

  private final List<StatisticsProvider> providers = new CopyOnWriteArrayList<>();

  /** Nothing is known yet but how long it has been up. */
  public NodeStatistics() {
    long begin = System.nanoTime();
    register(report -> report.stat("node.uptime", (System.nanoTime() - begin) / 1e9));
  }

  /** Adds a part; if two say the same, the later one counts. */
  public void register(StatisticsProvider provider) {
    providers.add(provider);
  }

  /** What they say now. One that fails takes nothing from the others. */
  public StatisticsReport report() {
    StatisticsReport report = new StatisticsReport();
    for (StatisticsProvider provider : providers) {
      try {
        provider.report(report);
      } catch (RuntimeException e) {
        LOG.warn("a part of the node does not tell its numbers", e);
      }
    }
    return report;
  }
}
