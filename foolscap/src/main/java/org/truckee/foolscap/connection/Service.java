package org.truckee.foolscap.connection;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.slicing.ValueWriter;
import org.truckee.foolscap.value.Value;

/** Carries out the calls of a peer and takes in its answers to ours. */
final class Service implements Inbound.Receiver, Deliveries.Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Connection connection;
  private final Home home;
  private final OwnObjects own;
  private final LocalObject broker;
  private final Inflow inflow;
  private final Deliveries deliveries;

  /** The numbers of the calls that wait or are carried out. */
  private final Set<Long> active = ConcurrentHashMap.newKeySet();

  Service(Connection connection, Home home, OwnObjects own, Broker.Local broker, Inflow inflow) {
    this.connection = connection;
    this.home = home;
    this.own = own;
    this.broker = LocalObject.of(Broker.Remote.class, broker);
    this.inflow = inflow;
    this.deliveries = new Deliveries(home, this);
  }

  @Override
  public Optional<LocalObject> find(long clid) {
    return clid == 0 ? Optional.of(broker) : own.find(clid);
  }

  @Override
  public boolean begin(long requestId) {
    return active.add(requestId);
  }

  @Override
  public void call(InboundCall call) {
    if (inflow.begin(call)) {
      deliveries.accept(call);
    } else {
      call.pipe().ifPresent(BytePipe::abandon);
      refuse(
          call.requestId(),
          Optional.of(RemoteFailure.violation("too many calls at once over one connection")));
    }
  }

  @Override
  public void refuse(long requestId, Optional<RemoteFailure> failure) {
    if (active.remove(requestId) && failure.isPresent()) {
      connection.enqueue(writer -> writeError(writer, requestId, failure.get()));
    }
  }

  @Override
  public void refuse(InboundCall call, RemoteFailure failure) {
    try {
      respond(call, writer -> writeError(writer, call.requestId(), failure));
    } catch (ViolationException e) {
      throw new IllegalStateException("a failure can always be sent", e);
    } finally {
      end(call);
    }
  }

  @Override
  public void acknowledge(Gift gift) throws FoolscapException, InterruptedException {
    connection.acknowledge(gift);
  }

  @Override
  public void execute(InboundCall call) {
    try {
      Value result = connection.peer().calling(() -> invoke(call));
      respond(
          call,
          writer -> {
            writer.open("answer");
            writer.tokens().integer(call.requestId());
            writer.value(result);
            writer.close();
          });
      end(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(call, unexpected(e));
    } catch (Exception | StackOverflowError e) {
      refuse(call, failure(call, e));
    }
  }

  private Value invoke(InboundCall call) throws Exception {
    Object implementation = call.target().implementation();
    if (call.schema().isPresent()) {
      return call.schema()
          .get()
          .invoke(implementation, call.arguments(), connection.options().callLimit());
    }
    LocalObject.Handler handler = (LocalObject.Handler) implementation;
    return handler.call(call.methodName(), call.arguments(), call.keywords());
  }

  private void end(InboundCall call) {
    active.remove(call.requestId());
    call.pipe().ifPresent(BytePipe::abandon);
    inflow.end(call);
  }

  /** Answers a call, unless it has been already. The number is free before the caller knows. */
  private void respond(InboundCall call, Outbound.Message message) throws ViolationException {
    if (call.wantsAnswer() && active.remove(call.requestId())) {
      try {
        connection.write(message);
      } catch (ViolationException e) {
        active.add(call.requestId());
        throw e;
      }
    }
  }

  private void writeError(ValueWriter writer, long requestId, RemoteFailure failure)
      throws IOException {
    writer.open("error");
    writer.tokens().integer(requestId);
    Failures.write(writer, connection.options().oldNames() ? failure.withOldNames() : failure);
    writer.close();
  }

  private RemoteFailure failure(InboundCall call, Throwable cause) {
    return switch (cause) {
      case ReportedException reported -> reported.failure();
      case ViolationException violation -> RemoteFailure.violation(violation.getMessage());
      case RemoteFailureException remote ->
          RemoteFailure.of("foolscap.tokens.RemoteException", remote.getMessage());
      case DeadReferenceException dead ->
          RemoteFailure.of("foolscap.ipb.DeadReferenceError", dead.getMessage());
      case IOException broken when !connection.isOpen() -> {
        LOG.debug("{} was not carried out: the caller is gone", call.label(), broken);
        yield unexpected(broken);
      }
      default -> {
        LOG.warn("{} failed, called by tub {}: {}", call.label(), connection.tubId(), cause, cause);
        yield unexpected(cause);
      }
    };
  }

  /** The texts of unexpected exceptions are for us, not for strangers. */
  private static RemoteFailure unexpected(Throwable cause) {
    return RemoteFailure.of(
        cause.getClass().getName(), "the call failed; the log of the called node says why");
  }

  @Override
  public Optional<PendingCall> pending(long requestId) {
    return connection.pending(requestId);
  }

  @Override
  public void answer(PendingCall call, Value value, List<Gift> gifts) {
    connection.ended(call);
    if (gifts.isEmpty()) {
      call.outcome().complete(value);
    } else {
      Thread.ofVirtual().name("foolscap-gifts").start(() -> fetchAndComplete(call, value, gifts));
    }
  }

  private void fetchAndComplete(PendingCall call, Value value, List<Gift> gifts) {
    try {
      for (Gift gift : gifts) {
        gift.fetch(home, connection.options().callLimit());
        acknowledge(gift);
      }
      call.outcome().complete(value);
    } catch (FoolscapException e) {
      call.outcome()
          .completeExceptionally(
              new ViolationException("a gift cannot be fetched: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.outcome().completeExceptionally(new DeadReferenceException("a gift was not fetched"));
    }
  }

  @Override
  public void fail(PendingCall call, IOException reason) {
    connection.ended(call);
    call.outcome().completeExceptionally(reason);
  }

  @Override
  public void failure(PendingCall call, RemoteFailure failure) {
    connection.ended(call);
    call.outcome().completeExceptionally(new RemoteFailureException(call.label(), failure));
  }

  @Override
  public List<Gift> takeGifts() {
    return connection.takeGifts();
  }

  @Override
  public BytePipe pipe(long length) {
    return connection.pipe(length);
  }
}
