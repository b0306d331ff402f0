package org.truckee.grid.deep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Collects what was done with each node. Thread-safe. */
final class ResultCollector<T> implements DeepSink<T> {
  private final StatsCollector stats = new StatsCollector();

  /** Guarded by this, like the field below. */
  private final SequencedMap<List<String>, T> results = new LinkedHashMap<>();

  private final List<WalkFailure> trouble = new ArrayList<>();

  @Override
  public synchronized void take(DeepEvent<T> event) {
    stats.count(event);
    switch (event) {
      case DeepEvent.Visited<T> visited ->
          visited.result().ifPresent(result -> results.put(visited.path(), result));
      case DeepEvent.Failed<T> failed ->
          trouble.add(new WalkFailure(failed.path(), failed.node(), failed.problem()));
      case DeepEvent.Unreadable<T> unreadable ->
          trouble.add(new WalkFailure(unreadable.path(), unreadable.node(), unreadable.problem()));
      case DeepEvent.Entered<T> _ -> {}
    }
  }

  /** What becomes of a consistent view. */
  interface View<T, R> {
    R of(SequencedMap<List<String>, T> results, DeepStats stats, List<WalkFailure> trouble);
  }

  synchronized <R> R view(View<T, R> view) {
    return view.of(results, stats.stats(), trouble);
  }
}
