package org.truckee.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * The body of a request as it arrives, read by the thread that serves the request.
 *
 * <p>A client that is waited for longer than its credit (see {@link HttpLimits}) is refused with
 * 408.
 */
public final class RequestBody {
  private static final int FIRST_ARRAY = 1 << 16;

  private final Request request;
  private final ConnectionWatch watch;
  private final ClientPresence presence;
  private final Semaphore arrived = new Semaphore(0);
  private final Runnable onArrival =
      Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::release);
  private final Patience patience;
  private long received;
  private boolean ended;
  private boolean broken;
  private boolean demanded;

  /** What was received of a piece and not yet read of it. */
  private Content.Chunk rest;

  RequestBody(Request request, HttpLimits limits, ConnectionWatch watch, ClientPresence presence) {
    this.request = request;
    this.presence = presence;
    this.patience = new Patience(limits.silence(), limits.minimumBytesPerSecond());
    this.watch = watch;
  }

  /** The announced length, or −1. */
  public long announcedLength() {
    return request.getLength();
  }

  /** Finds out whether there is no body at all. */
  void begin() throws IOException {
    if (announcedLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      rest = poll();
      settled();
    }
  }

  /** Where all bytes have been read and given back, it can be seen whether the client is there. */
  private void settled() {
    if (ended && rest == null) {
      presence.requestHasEnded();
    }
  }

  /** Bytes that have been read. */
  public long received() {
    return received;
  }

  /** Whether all of it has been read. */
  boolean ended() {
    return ended;
  }

  /** Whether nothing more of it can be read, though it has not ended. */
  boolean broken() {
    return broken;
  }

  /**
   * The next piece, waiting for it; null at the end. The caller releases it.
   *
   * @throws RefusedException with 408 if it does not come in time, with 400 if the client breaks
   *     the rules
   * @throws ClientGoneException if the connection is lost
   */
  public Content.Chunk next() throws IOException, InterruptedException {
    while (!ended) {
      Content.Chunk chunk = poll();
      if (chunk != null) {
        return chunk;
      }
      if (!ended) {
        await();
      }
    }
    return null;
  }

  /** The next piece if it is here already, else null. The caller releases it. */
  public Content.Chunk poll() throws IOException {
    while (!ended) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return null;
      }
      if (Content.Chunk.isFailure(chunk)) {
        broken = true;
        throw failure(chunk.getFailure());
      }
      ended = chunk.isLast();
      received += chunk.remaining();
      patience.earn(chunk.remaining());
      if (chunk.hasRemaining()) {
        return chunk;
      }
      chunk.release();
    }
    return null;
  }

  private static IOException failure(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return tooSlow();
    }
    if (failure instanceof HttpException bad) {
      return new RefusedException(
          bad.getCode() < 500 ? 400 : bad.getCode(),
          "the body cannot be understood: " + bad.getReason());
    }
    return new ClientGoneException("the request broke off", failure);
  }

  /** The body as a stream, in the blocking style of the JDK. Closing it has no effect. */
  public InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : RequestBody.this.read(target, offset, length);
      }
    };
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    try {
      if (rest == null) {
        rest = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the server is stopping", e);
    }
    if (rest == null) {
      settled();
      return -1;
    }
    int count = Math.min(length, rest.remaining());
    rest.get(target, offset, count);
    if (!rest.hasRemaining()) {
      release();
      settled();
    }
    return count;
  }

  /** Gives back what is held of the body. */
  void release() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }

  /**
   * All of it, in a buffer.
   *
   * @throws RefusedException with 413 if there are more than {@code limit} bytes
   */
  public ByteBuffer all(int limit) throws IOException, InterruptedException {
    if (announcedLength() > limit) {
      throw new RefusedException(413);
    }
    int first = announcedLength() < 0 ? Math.min(limit, FIRST_ARRAY) : (int) announcedLength();
    byte[] bytes = new byte[Math.max(1, Math.min(first, limit))];
    int length = 0;
    for (Content.Chunk chunk = next(); chunk != null; chunk = next()) {
      try {
        int added = chunk.remaining();
        if (added > limit - length) {
          throw new RefusedException(413);
        }
        if (added > bytes.length - length) {
          long wanted = Math.max(length + added, 2L * bytes.length);
          bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, limit));
        }
        chunk.get(bytes, length, added);
        length += added;
      } finally {
        chunk.release();
      }
    }
    settled();
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /**
   * Reads on to the end if that is not more than {@code limit} bytes away and comes soon.
   *
   * @return whether it got there, so that the connection can carry another request
   */
  boolean discard(long limit, Duration time) throws InterruptedException {
    release();
    if (broken || ended) {
      return ended;
    }
    long end = received + limit;
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (announcedLength() <= end && received <= end) {
        Content.Chunk chunk = poll();
        if (chunk != null) {
          chunk.release();
        } else if (ended) {
          return true;
        } else if (!arrives(deadline - System.nanoTime())) {
          return false;
        }
      }
    } catch (IOException e) {
      // Whatever it was, nobody wants to know.
      broken = true;
    }
    return false;
  }

  private void await() throws IOException, InterruptedException {
    if (!arrives(patience.left())) {
      broken = true;
      throw tooSlow();
    }
  }

  /** Waits for bytes, an end or a failure. */
  private boolean arrives(long nanos) throws InterruptedException {
    Connection connection = request.getConnectionMetaData().getConnection();
    long begun = System.nanoTime();
    if (!demanded) {
      demanded = true;
      request.demand(onArrival);
    }
    // The time limit is ours, which has an answer for it.
    watch.waitingForBody(connection, patience);
    try {
      boolean came = arrived.tryAcquire(nanos, TimeUnit.NANOSECONDS);
      demanded = !came;
      return came;
    } finally {
      patience.use(System.nanoTime() - begun);
      watch.busy(connection);
    }
  }

  private static RefusedException tooSlow() {
    return new RefusedException(408, "The body came too slowly");
  }
}
