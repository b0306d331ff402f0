package org.truckee.foolscap.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;

/**
 * Has the calls of a peer carried out in the right order ({@code spec/06 §9}): those to one object
 * one after the other, unless it is concurrent; those to different objects at the same time; and
 * none before the gifts of the calls before it have been fetched.
 */
final class Deliveries {
  private static final Duration GIFT_LIMIT = Duration.ofSeconds(120);

  /** What carries out calls and answers them. */
  interface Execution {
    /** Carries out {@code call}; never fails. */
    void execute(InboundCall call);

    /** Says why a call is not carried out. */
    void refuse(InboundCall call, RemoteFailure failure);

    /** Tells the peer that a gift has been fetched. */
    void acknowledge(Gift gift) throws FoolscapException, InterruptedException;
  }

  private final Home home;
  private final Execution execution;
  private final Queue<InboundCall> held = new ArrayDeque<>();
  private final Map<Object, Queue<InboundCall>> waiting = new IdentityHashMap<>();

  Deliveries(Home home, Execution execution) {
    this.home = home;
    this.execution = execution;
  }

  /** Takes in the next call; does not wait. */
  synchronized void accept(InboundCall call) {
    if (held.isEmpty() && call.gifts().isEmpty()) {
      deliver(call);
      return;
    }
    held.add(call);
    if (held.size() == 1) {
      Thread.ofVirtual().name("foolscap-gifts").start(this::fetchGifts);
    }
  }

  /** Delivers the calls that are held back, one after the other. */
  private void fetchGifts() {
    InboundCall call = firstHeld();
    while (call != null) {
      boolean complete = fetch(call);
      synchronized (this) {
        if (complete) {
          deliver(call);
        }
        held.remove();
        call = held.peek();
      }
    }
  }

  private synchronized InboundCall firstHeld() {
    return held.peek();
  }

  private boolean fetch(InboundCall call) {
    for (Gift gift : call.gifts()) {
      try {
        gift.fetch(home, GIFT_LIMIT);
        execution.acknowledge(gift);
      } catch (FoolscapException e) {
        execution.refuse(
            call, RemoteFailure.violation("a gift cannot be fetched: " + e.getMessage()));
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        execution.refuse(call, RemoteFailure.violation("a gift was not fetched"));
        return false;
      }
    }
    return true;
  }

  private void deliver(InboundCall call) {
    if (call.target().isConcurrent()) {
      Thread.ofVirtual().name("foolscap-call").start(() -> execution.execute(call));
      return;
    }
    Object object = call.target().implementation();
    Queue<InboundCall> queue = waiting.get(object);
    if (queue == null) {
      waiting.put(object, new ArrayDeque<>());
      Thread.ofVirtual().name("foolscap-calls").start(() -> executeAll(object, call));
    } else {
      queue.add(call);
    }
  }

  private void executeAll(Object object, InboundCall first) {
    InboundCall call = first;
    while (call != null) {
      execution.execute(call);
      synchronized (this) {
        call = waiting.get(object).poll();
        if (call == null) {
          waiting.remove(object);
        }
      }
    }
  }
}
