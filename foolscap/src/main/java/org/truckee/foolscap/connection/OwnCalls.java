package org.truckee.foolscap.connection;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.CallTimeoutException;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.value.Value;

/** Makes our calls over a connection, and waits for their answers ({@code spec/06 §9}). */
final class OwnCalls {
  private final Connection connection;
  private final TubId tubId;
  private final Outbound outbound;
  private final PendingCalls pending;
  private final Inflow inflow;
  private final Map<BigInteger, CountDownLatch> pings = new ConcurrentHashMap<>();
  private final AtomicLong lastPing = new AtomicLong();

  OwnCalls(Connection connection, Outbound outbound, PendingCalls pending, Inflow inflow) {
    this.connection = connection;
    this.tubId = connection.tubId();
    this.outbound = outbound;
    this.pending = pending;
    this.inflow = inflow;
  }

  Value call(OutgoingCall call, Duration limit) throws FoolscapException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    PendingCall[] made = new PendingCall[1];
    writeCall(
        call,
        limit,
        writer -> {
          made[0] = pending.begin(call.label(), call.result(), call.messageLimit());
          call.write(writer, made[0].id());
        },
        () -> Optional.ofNullable(made[0]).ifPresent(pending::end));
    inflow.reconsider();
    if (!connection.isOpen()) {
      // The connection may have ended before the call was noted.
      made[0].outcome().completeExceptionally(dead(call.label()));
    }
    return await(made[0], deadline);
  }

  private Value await(PendingCall call, long deadline)
      throws FoolscapException, InterruptedException {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      return call.outcome().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new CallTimeoutException(
          "%s was not answered in time by tub %s".formatted(call.label(), tubId));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FoolscapException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
  }

  void send(OutgoingCall call, Duration limit) throws FoolscapException, InterruptedException {
    writeCall(call, limit, writer -> call.write(writer, 0), () -> {});
  }

  private void writeCall(OutgoingCall call, Duration limit, Outbound.Message message, Runnable undo)
      throws FoolscapException, InterruptedException {
    if (!connection.isOpen()) {
      throw stale(call.label());
    }
    try {
      if (!outbound.write(message, limit.toNanos())) {
        throw new CallTimeoutException(
            "%s could not be sent in time to tub %s".formatted(call.label(), tubId));
      }
    } catch (FoolscapException e) {
      undo.run();
      throw e;
    } catch (IOException e) {
      undo.run();
      connection.end(String.valueOf(e.getMessage()));
      throw new DeadReferenceException(dead(call.label()).getMessage(), e);
    }
  }

  private DeadReferenceException dead(String label) {
    return DeadReferenceException.during(
        "Connection was lost (to tubid=%s) (during method=%s)".formatted(tubId, label));
  }

  private DeadReferenceException stale(String label) {
    return new DeadReferenceException(
        "the connection to tubid=%s was lost before %s: %s"
            .formatted(tubId, label, connection.reason().orElse("it was closed")));
  }

  /** Asks the peer for a sign of life; says how long it took. */
  Duration ping(Duration limit) throws FoolscapException, InterruptedException {
    BigInteger number = BigInteger.valueOf(lastPing.incrementAndGet());
    CountDownLatch answered = new CountDownLatch(1);
    pings.put(number, answered);
    try {
      if (!connection.isOpen()) {
        throw stale("PING");
      }
      long start = System.nanoTime();
      connection.enqueue(writer -> writer.tokens().ping(number));
      if (!answered.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new CallTimeoutException("PING was not answered in time by tub " + tubId);
      }
      if (!connection.isOpen()) {
        throw dead("PING");
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      pings.remove(number);
    }
  }

  /** The peer has answered a PING. */
  void pong(BigInteger number) {
    Optional.ofNullable(pings.get(number)).ifPresent(CountDownLatch::countDown);
  }

  /** Nothing will be answered any more. */
  void failAll() {
    pending.endAll().forEach(call -> call.outcome().completeExceptionally(dead(call.label())));
    pings.values().forEach(CountDownLatch::countDown);
  }
}
