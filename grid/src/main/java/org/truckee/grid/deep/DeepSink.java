package org.truckee.grid.deep;

import java.io.IOException;

/** Takes the events of a walk, one after the other. While it takes its time, the walk waits. */
@FunctionalInterface
public interface DeepSink<T> {
  /**
   * Takes an event.
   *
   * @throws IOException to end the walk; whoever runs it gets the exception
   */
  void take(DeepEvent<T> event) throws IOException, InterruptedException;
}
