package org.truckee.foolscap.connection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.remote.Constraint;

/**
 * The calls that we have made and that have not been answered. One that nobody waits for any more
 * stays in the table, so that the references in a late answer are accounted for.
 */
final class PendingCalls {
  private static final long MAX_ID = Integer.MAX_VALUE;

  /** A peer that leaves more than this unanswered is not worth keeping. */
  private static final int MAX_PENDING = 100_000;

  private final AtomicLong last = new AtomicLong();
  private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();

  PendingCall begin(String label, Constraint result, long messageLimit)
      throws DeadReferenceException {
    long id = last.incrementAndGet();
    if (id > MAX_ID || calls.size() >= MAX_PENDING) {
      throw new DeadReferenceException("no more calls can be made over this connection");
    }
    PendingCall call = new PendingCall(id, label, result, messageLimit, new CompletableFuture<>());
    calls.put(id, call);
    return call;
  }

  Optional<PendingCall> find(long id) {
    return Optional.ofNullable(calls.get(id));
  }

  void end(PendingCall call) {
    calls.remove(call.id());
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** All of them, none of which will be answered. */
  List<PendingCall> endAll() {
    List<PendingCall> all = List.copyOf(calls.values());
    calls.clear();
    return all;
  }
}
