package org.truckee.grid.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last events of one kind of a download: of a long one the first are forgotten. */
final class EventLog<E extends DownloadEvent> {
  private static final int MOST = 2000;

  private final Deque<E> events = new ArrayDeque<>();

  synchronized E add(E event) {
    if (events.size() == MOST) {
      events.removeFirst();
    }
    events.addLast(event);
    return event;
  }

  /** In the order in which they began. */
  synchronized List<E> all() {
    return List.copyOf(events);
  }
}
