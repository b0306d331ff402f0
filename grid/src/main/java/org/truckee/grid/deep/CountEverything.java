package org.truckee.grid.deep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.truckee.grid.Directory;

/** Counts everything below a directory. */
public final class CountEverything implements DeepOperation<CountEverything.Result> {
  private final DeepWalk<Object> walk;
  private final StatsCollector stats = new StatsCollector();

  /** Guarded by itself. */
  private final List<WalkFailure> trouble = new ArrayList<>();

  /**
   * What was counted.
   *
   * @param trouble the directories that could not be read
   * @param part how much of the walk is done, from 0 to 1, as {@link DeepWalk#part}
   */
  public record Result(DeepStats stats, List<WalkFailure> trouble, double part) {
    /** Copies the list. */
    public Result {
      trouble = List.copyOf(trouble);
    }
  }

  /** The statistics of this directory. */
  public CountEverything(Directory root, DeepOptions options) {
    walk = new DeepWalk<>(root, options, NodeAction.NONE, this::take);
  }

  @Override
  public Result run() throws IOException, InterruptedException {
    walk.run();
    return soFar();
  }

  private void take(DeepEvent<Object> event) {
    stats.count(event);
    if (event instanceof DeepEvent.Unreadable<Object> unreadable) {
      synchronized (trouble) {
        trouble.add(new WalkFailure(unreadable.path(), unreadable.node(), unreadable.problem()));
      }
    }
  }

  @Override
  public Result soFar() {
    synchronized (trouble) {
      return new Result(stats.stats(), trouble, walk.part());
    }
  }
}
