package org.truckee.web.api;

import java.util.List;
import java.util.Map;

/**
 * A figure of a node for a program that watches it, with one sample or several.
 *
 * @param name in words joined by {@code _}, with the unit last; without {@code _total}
 * @param type what can be done with it
 * @param help one sentence
 * @param samples the values
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {
  /** Copies the list. */
  public Metric {
    samples = List.copyOf(samples);
  }

  /** What can be done with a metric. */
  public enum Type {
    /** It only grows while the node runs. */
    COUNTER,
    /** It comes and goes. */
    GAUGE,
    /** How a quantity is spread: samples with a label {@code quantile}. */
    SUMMARY,
    /** It says something by its labels. */
    INFO
  }

  /**
   * A value.
   *
   * @param labels what tells it from other samples; keys are words
   */
  public record Sample(Map<String, String> labels, double value) {
    /** Copies the map. */
    public Sample {
      labels = Map.copyOf(labels);
    }
  }

  /** With a single value. */
  public static Metric of(String name, Type type, String help, double value) {
    return new Metric(name, type, help, List.of(new Sample(Map.of(), value)));
  }
}
