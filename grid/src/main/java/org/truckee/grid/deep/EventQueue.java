package org.truckee.grid.deep;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.Checkable;
import org.truckee.grid.FilesystemNode;

/**
 * Works on several nodes at once and hands the events on in the order in which the walk met them.
 * For one thread.
 */
final class EventQueue<T> implements AutoCloseable {
  /** How many times the parallelism may be done and wait for nodes that come before. */
  private static final int HELD = 8;

  private final int parallelism;
  private final NodeAction<T> action;
  private final DeepSink<T> sink;
  private final WalkPart part;
  private final Deque<Item<T>> items = new ArrayDeque<>();
  private final InOrder<Optional<? extends T>> work = new InOrder<>("node of a walk");

  private sealed interface Item<T> {
    double part();

    record Ready<T>(DeepEvent<T> event, double part) implements Item<T> {}

    record Working<T>(List<String> path, FilesystemNode node, long ticket, double part)
        implements Item<T> {}
  }

  /** A queue that says how far the walk is when it hands an event on. */
  EventQueue(int parallelism, NodeAction<T> action, DeepSink<T> sink, WalkPart part) {
    this.parallelism = parallelism;
    this.action = action;
    this.sink = sink;
    this.part = part;
  }

  /** Works on a node; waits if too many are under way. */
  void visit(List<String> path, FilesystemNode node) throws IOException, InterruptedException {
    if (action == NodeAction.NONE || !(node instanceof Checkable)) {
      add(new DeepEvent.Visited<>(path, node, Optional.empty()));
      return;
    }
    while (work.running() >= parallelism) {
      handOnFirst();
    }
    items.add(new Item.Working<>(path, node, work.start(() -> action.act(node)), part.reached()));
    handOn(HELD * parallelism);
  }

  /** Hands an event on behind those that are under way. */
  void add(DeepEvent<T> event) throws IOException, InterruptedException {
    items.add(new Item.Ready<>(event, part.reached()));
    handOn(HELD * parallelism);
  }

  /** Waits for all that is under way. */
  void finish() throws IOException, InterruptedException {
    handOn(0);
  }

  private void handOn(int remaining) throws IOException, InterruptedException {
    while (items.size() > remaining || !items.isEmpty() && isReady(items.getFirst())) {
      handOnFirst();
    }
  }

  private void handOnFirst() throws IOException, InterruptedException {
    Item<T> first = items.removeFirst();
    DeepEvent<T> event = event(first);
    part.done(first.part());
    sink.take(event);
  }

  private boolean isReady(Item<T> item) {
    return switch (item) {
      case Item.Ready<T> _ -> true;
      case Item.Working<T> working -> work.hasEnded(working.ticket());
    };
  }

  private DeepEvent<T> event(Item<T> item) throws InterruptedException {
    return switch (item) {
      case Item.Ready<T>(DeepEvent<T> event, double _) -> event;
      case Item.Working<T> working -> worked(working);
    };
  }

  private DeepEvent<T> worked(Item.Working<T> item) throws InterruptedException {
    try {
      Optional<? extends T> result = work.take(item.ticket()).value(IOException.class);
      return new DeepEvent.Visited<>(item.path(), item.node(), result.map(each -> each));
    } catch (IOException e) {
      return new DeepEvent.Failed<>(item.path(), item.node(), e);
    }
  }

  @Override
  public void close() {
    work.close();
  }
}
