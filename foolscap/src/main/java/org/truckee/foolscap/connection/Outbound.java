package org.truckee.foolscap.connection;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.slicing.ValueWriter;

/**
 * Takes care that messages do not mix: one is written after the other. Whoever may wait writes
 * himself; the thread that reads from the peer must never wait for the peer to read, so what it has
 * to say goes into a bounded queue that has a thread of its own.
 */
final class Outbound {
  /** A peer that provokes more than this and does not read is given up. */
  private static final int MAX_QUEUED = 10_000;

  private static final long LAST_WORDS_SECONDS = 1;

  /** Something to be written as a whole. */
  @FunctionalInterface
  interface Message {
    /** Writes it. */
    void write(ValueWriter writer) throws IOException;
  }

  private final ReentrantLock turn = new ReentrantLock(true);
  private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final ValueWriter writer;

  Outbound(ValueWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes a message in its turn.
   *
   * @param nanos how long to wait for the turn
   * @return whether the turn came
   * @throws ViolationException if it cannot be sent; what was written of it is taken back
   * @throws IOException if the connection is of no use any more
   */
  boolean write(Message message, long nanos) throws IOException, InterruptedException {
    if (!turn.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      writeNow(message);
      return true;
    } finally {
      turn.unlock();
    }
  }

  /** Writes a message, however long that takes: if it does not get on the connection ends. */
  void write(Message message) throws IOException {
    turn.lock();
    try {
      writeNow(message);
    } finally {
      turn.unlock();
    }
  }

  private void writeNow(Message message) throws IOException {
    try {
      message.write(writer);
    } catch (ViolationException e) {
      writer.abort();
      throw e;
    } finally {
      writer.tokens().flush();
    }
  }

  /** Has a message written as soon as possible; false if there are too many already. */
  boolean enqueue(Message message) {
    return queue.offer(message);
  }

  /** Writes what is enqueued, for ever; the work of one thread. */
  void run() throws IOException, InterruptedException {
    while (true) {
      Message message = queue.take();
      try {
        write(message);
      } catch (ViolationException e) {
        throw new IllegalStateException("what is enqueued can always be sent", e);
      }
    }
  }

  /** Tells the peer why the connection will be closed, if there is a gap for it. */
  void lastWords(String text) throws IOException, InterruptedException {
    boolean _ =
        write(writer -> writer.tokens().error(text), TimeUnit.SECONDS.toNanos(LAST_WORDS_SECONDS));
  }
}
