package org.truckee.node.statistics;

import org.truckee.web.api.StatisticsReport;

/** A part of a node that has numbers to tell. Asked whenever somebody looks at them. */
@FunctionalInterface
public interface StatisticsProvider {
  /** Adds its numbers, under names that no other part has. */
  void report(StatisticsReport report);
}
