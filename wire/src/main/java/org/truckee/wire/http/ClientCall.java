package org.truckee.wire.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.thread.Scheduler;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.StorageException;

/**
 * One request and its answer, waited for by the thread that sends it.
 *
 * <p>The body is handed on by the threads of the HTTP client under the lock of this object; once
 * the call is over nothing is handed on any more, so a buffer of the caller is never touched after
 * the call has returned.
 */
final class ClientCall implements Response.Listener {
  /** How long a broken-off exchange may take to let go of the caller's buffers. */
  private static final Duration LET_GO = Duration.ofSeconds(5);

  /** How long an answer that nobody wants may take before its connection is closed all the same. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

  private final Request request;
  private final String what;
  private final BodyChoice choice;
  private final Optional<Scheduler> drain;
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean begun;
  private boolean over;
  private Optional<Scheduler.Task> drained = Optional.empty();
  private int status;
  private HttpFields headers;
  private AnswerBody body;
  private ProtocolException refusal;
  private Throwable failure;

  /** Says where the body of an answer shall go once its head is there. */
  interface BodyChoice {
    AnswerBody choose(int status, HttpFields headers) throws ProtocolException;
  }

  /**
   * Prepares a call.
   *
   * @param what the operation and server, for messages
   * @param drain ends what takes too long, if the answer shall be read to its end in the background
   *     when the call is interrupted, so that the connection can be used again; the request must
   *     have no body. Empty to close the connection at once.
   */
  ClientCall(Request request, String what, BodyChoice choice, Optional<Scheduler> drain) {
    this.request = request.onRequestBegin(sent -> begin());
    this.what = what;
    this.choice = choice;
    this.drain = drain;
  }

  private synchronized void begin() {
    begun = true;
  }

  /**
   * Sends the request and waits for the end of the answer.
   *
   * @throws ServerUnavailableException if there is no whole answer within the limit
   */
  Answer send(Duration limit) throws StorageException, InterruptedException {
    request.send(this);
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        breakOff(new TimeoutException("no whole answer within " + limit.toSeconds() + " s"));
      }
    } catch (InterruptedException e) {
      if (!drains()) {
        breakOff(e);
      }
      throw e;
    }
    synchronized (this) {
      over = true;
      if (refusal != null) {
        throw new ProtocolException(what + ": " + refusal.getMessage());
      }
      if (failure != null) {
        throw unavailable();
      }
      return new Answer(status, headers, body.collected());
    }
  }

  /** Whether the connection was lost before anything of an answer came. */
  synchronized boolean lostBeforeAnswer() {
    return status == 0
        && failure instanceof IOException
        && !(failure instanceof ConnectException)
        && !(failure instanceof SSLException);
  }

  @Override
  public void onHeaders(Response response) {
    synchronized (this) {
      if (over) {
        return;
      }
      status = response.getStatus();
      headers = response.getHeaders();
      try {
        body = choice.choose(status, headers);
        return;
      } catch (ProtocolException e) {
        refusal = e;
      }
    }
    response.abort(refusal);
  }

  @Override
  public void onContent(Response response, ByteBuffer piece) {
    synchronized (this) {
      if (over || refusal != null) {
        return;
      }
      try {
        body.put(piece);
        return;
      } catch (ProtocolException e) {
        refusal = e;
      }
    }
    response.abort(refusal);
  }

  @Override
  public void onComplete(Result result) {
    synchronized (this) {
      // A server may answer before it has read the whole request, and close: the answer counts.
      failure = headers == null ? result.getFailure() : result.getResponseFailure();
      if (headers == null && failure == null) {
        failure = new IOException("no answer");
      }
      drained.ifPresent(Scheduler.Task::cancel);
    }
    done.countDown();
  }

  /** Leaves the answer to be read for nothing; not if the request still waits to be sent. */
  private synchronized boolean drains() {
    over = true;
    if (drain.isEmpty() || !begun) {
      return false;
    }
    Scheduler.Task end =
        drain
            .get()
            .schedule(
                () -> request.abort(new TimeoutException("nobody waits for the answer")),
                DRAIN_LIMIT.toMillis(),
                TimeUnit.MILLISECONDS);
    drained = Optional.of(end);
    if (done.getCount() == 0) {
      end.cancel();
    }
    return true;
  }

  private void breakOff(Throwable cause) throws StorageException {
    synchronized (this) {
      over = true;
    }
    request.abort(cause);
    boolean interrupted = false;
    long deadline = System.nanoTime() + LET_GO.toNanos();
    boolean waiting = true;
    while (waiting) {
      try {
        done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (cause instanceof TimeoutException) {
      throw new ServerUnavailableException(what + ": " + cause.getMessage() + outcome(), cause);
    }
  }

  private ServerUnavailableException unavailable() {
    String reason =
        switch (failure) {
          case TimeoutException e -> "no answer in time";
          case EOFException e -> "the connection was lost";
          case ClosedChannelException e -> "the connection was lost";
          case UnresolvedAddressException e -> "no such host";
          case UnknownHostException e -> "no such host";
          default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    return new ServerUnavailableException(what + ": " + reason + outcome(), failure);
  }

  /** A change may have been made although its answer was lost; it is never sent again here. */
  private synchronized String outcome() {
    return begun && !HttpMethod.GET.is(request.getMethod())
        ? "; whether it was carried out is unknown"
        : "";
  }
}
