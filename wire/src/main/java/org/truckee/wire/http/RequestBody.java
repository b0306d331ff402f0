package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * The body of a request as it arrives, read by the thread that serves the request.
 *
 * <p>A client gets a start of {@link ServerLimits#idle} and must keep to {@link
 * ServerLimits#minimumBytesPerSecond} after that, or is refused with 408.
 */
final class RequestBody {
  private final Request request;
  private final ServerLimits limits;
  private long begun;
  private boolean waited;
  private final Semaphore arrived = new Semaphore(0);
  private final Runnable onArrival =
      Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::release);
  private long received;
  private boolean ended;

  RequestBody(Request request, ServerLimits limits) {
    this.request = request;
    this.limits = limits;
  }

  /** The announced length, or −1. */
  long announcedLength() {
    return request.getLength();
  }

  /**
   * The next piece, waiting for it; null at the end. The caller releases it.
   *
   * @throws RefusedException with 408 if it does not come in time
   * @throws IOException if the connection is lost
   */
  Content.Chunk next() throws RefusedException, IOException, InterruptedException {
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
  Content.Chunk poll() throws RefusedException, IOException {
    while (!ended) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return null;
      }
      if (Content.Chunk.isFailure(chunk)) {
        if (chunk.getFailure() instanceof TimeoutException) {
          throw tooSlow();
        }
        throw new IOException("the request broke off", chunk.getFailure());
      }
      ended = chunk.isLast();
      received += chunk.remaining();
      if (chunk.hasRemaining()) {
        return chunk;
      }
      chunk.release();
    }
    return null;
  }

  /**
   * All of it, in a buffer.
   *
   * @throws RefusedException with 413 if there are more than {@code limit} bytes
   */
  ByteBuffer all(int limit) throws RefusedException, IOException, InterruptedException {
    if (announcedLength() > limit) {
      throw new RefusedException(413);
    }
    byte[] bytes = new byte[Math.clamp(announcedLength(), 1, Math.min(limit, 1 << 16))];
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
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /**
   * Reads on to the end if that is not more than {@code limit} bytes away.
   *
   * @return whether it got there, so that the connection can carry another request
   */
  boolean discard(long limit) throws RefusedException, IOException, InterruptedException {
    long end = received + limit;
    if (announcedLength() > end) {
      return false;
    }
    for (Content.Chunk chunk = next(); chunk != null; chunk = next()) {
      chunk.release();
      if (received > end) {
        return false;
      }
    }
    return true;
  }

  private void await() throws RefusedException, InterruptedException {
    if (!waited) {
      // Its time begins when we are ready for it, not while it waits for others.
      waited = true;
      begun = System.nanoTime();
    }
    long allowed =
        limits.idle().toNanos()
            + TimeUnit.SECONDS.toNanos(received) / limits.minimumBytesPerSecond();
    request.demand(onArrival);
    if (!arrived.tryAcquire(begun + allowed - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw tooSlow();
    }
  }

  private static RefusedException tooSlow() {
    return new RefusedException(408, "The body came too slowly");
  }
}
