package org.truckee.grid.immutable.assist;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridException;
import org.truckee.grid.immutable.upload.PushedFile;

/**
 * One upload, for all clients that want the same file uploaded: the first gives its crypttext until
 * it fails, then the next; all get the same result ({@code spec/07 §10.5}). Thread-safe.
 */
final class AssistedJob {
  private static final Logger LOG = LoggerFactory.getLogger(AssistedJob.class);

  private final StorageIndex index;
  private final CrypttextFiles files;
  private final CrypttextFetch fetch;
  private final AssistedPush push;
  private final AssistantCounters counters;
  private final Consumer<AssistedJob> whenEnded;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<CrypttextReader> readers = new ArrayDeque<>();
  private Optional<AssistedFile> result = Optional.empty();
  private Optional<GridException> failure = Optional.empty();
  private Optional<CrypttextReaderException> lastTrouble = Optional.empty();
  private boolean begun;
  private boolean closed;
  private boolean ended;

  /**
   * An upload that nobody has begun.
   *
   * @param whenEnded is told before the clients are
   */
  AssistedJob(
      StorageIndex index,
      CrypttextFiles files,
      CrypttextFetch fetch,
      AssistedPush push,
      AssistantCounters counters,
      Consumer<AssistedJob> whenEnded) {
    this.index = index;
    this.files = files;
    this.fetch = fetch;
    this.push = push;
    this.counters = counters;
    this.whenEnded = whenEnded;
  }

  /** Adds a client; false if the upload has ended already. */
  boolean join(CrypttextReader reader) {
    lock.lock();
    try {
      if (closed || ended) {
        return false;
      }
      readers.add(reader);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many clients there are. */
  int readers() {
    lock.lock();
    try {
      return readers.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody has begun it yet; then the caller has to {@link #run} it. */
  boolean begin() {
    lock.lock();
    try {
      boolean first = !begun;
      begun = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the result; the upload has time limits of its own. */
  AssistedFile await() throws GridException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended) {
        boolean _ = changed.await(1, TimeUnit.MINUTES);
      }
    } finally {
      lock.unlock();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return result.orElseThrow();
  }

  /** Uploads the file. */
  void run() {
    try {
      AssistedFile file = upload();
      end(Optional.of(file), Optional.empty());
    } catch (GridException e) {
      LOG.info("{} was not uploaded: {}", index.abbreviated(), e.getMessage());
      end(Optional.empty(), Optional.of(e));
    } catch (IOException | RuntimeException e) {
      LOG.error("{} was not uploaded", index.abbreviated(), e);
      end(
          Optional.empty(),
          Optional.of(new GridException("the helper cannot do that now; its log says why", e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(Optional.empty(), Optional.of(new GridException("the helper was stopped", e)));
    } finally {
      endIfBroken();
    }
  }

  /** After an error of the JVM, such as one of memory: nobody is left waiting. */
  private void endIfBroken() {
    lock.lock();
    try {
      if (!ended) {
        end(Optional.empty(), Optional.of(new GridException("the helper broke down")));
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(Optional<AssistedFile> file, Optional<GridException> trouble) {
    whenEnded.accept(this);
    lock.lock();
    try {
      result = file;
      failure = trouble;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private AssistedFile upload() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    CrypttextReader.Parameters parameters = fetchAll();
    long fetched = System.nanoTime();
    long size = files.complete(index).orElseThrow();
    PushedFile pushed = push.push(size, parameters);
    closeReaders();
    counters.encodedBytes().add(size);
    deleteFile();
    Map<String, Duration> timings = new LinkedHashMap<>();
    timings.put("cumulative_fetch", fetch.waited());
    timings.put("total_fetch", Duration.ofNanos(fetched - begin));
    timings.put("storage_index", Duration.ZERO);
    timings.put("peer_selection", pushed.selection());
    timings.put("cumulative_encoding", pushed.encoding());
    timings.put("cumulative_sending", pushed.sending());
    timings.put("hashes_and_close", pushed.closing());
    timings.put("total_encode_and_push", pushed.pushing());
    timings.put("total", Duration.ofNanos(System.nanoTime() - begin));
    return new AssistedFile(
        pushed.uriExtension(),
        pushed.sharemap(),
        pushed.preexisting(),
        Optional.of(new AssistedFile.Upload(size, fetch.fetched(), timings)));
  }

  /** It has done its duty; if it stays, it is found at the next upload, or is old one day. */
  private void deleteFile() {
    try {
      files.delete(index);
    } catch (IOException e) {
      LOG.warn("the crypttext of {} cannot be deleted", index.abbreviated(), e);
    }
  }

  /** Fetches the file, unless it is complete, and asks how it is to be spread. */
  private CrypttextReader.Parameters fetchAll() throws IOException, InterruptedException {
    while (true) {
      CrypttextReader reader = first();
      try {
        OptionalLong complete = files.complete(index);
        if (complete.isPresent() && complete.getAsLong() != reader.size()) {
          LOG.warn("what there was of {} has another size: it is fetched anew", index);
          files.delete(index);
          complete = OptionalLong.empty();
        }
        if (complete.isEmpty()) {
          fetch.from(reader);
        }
        return reader.parameters();
      } catch (CrypttextReaderException e) {
        LOG.info("a client that uploads {} has failed: {}", index.abbreviated(), e.getMessage());
        drop(reader, e);
      }
    }
  }

  private CrypttextReader first() throws OutOfReadersException {
    lock.lock();
    try {
      if (readers.isEmpty()) {
        // Whoever comes from now on begins another upload.
        closed = true;
        String trouble = lastTrouble.map(Exception::getMessage).orElse("none has come");
        throw new OutOfReadersException(
            "ran out of assisted uploaders, last failure was " + trouble, lastTrouble.orElse(null));
      }
      return readers.getFirst();
    } finally {
      lock.unlock();
    }
  }

  private void drop(CrypttextReader reader, CrypttextReaderException trouble) {
    lock.lock();
    try {
      readers.remove(reader);
      lastTrouble = Optional.of(trouble);
    } finally {
      lock.unlock();
    }
  }

  private void closeReaders() throws InterruptedException {
    Deque<CrypttextReader> all;
    lock.lock();
    try {
      all = new ArrayDeque<>(readers);
    } finally {
      lock.unlock();
    }
    for (CrypttextReader reader : all) {
      try {
        reader.close();
      } catch (CrypttextReaderException e) {
        LOG.debug("a client is gone that has been served", e);
      }
    }
  }
}
