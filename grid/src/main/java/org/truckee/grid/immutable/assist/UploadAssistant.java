package org.truckee.grid.immutable.assist;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridException;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.immutable.upload.CrypttextUploader;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.FileThreads;
import org.truckee.memory.MemoryBudget;

/**
 * Uploads files for clients that give crypttext ({@code spec/07 §10}). Thread-safe.
 *
 * <p>Crypttext that has come stays on the disk until the file is uploaded, so that another attempt
 * goes on from there, also after a restart; what nobody has gone on with for two weeks is removed.
 */
public final class UploadAssistant implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadAssistant.class);
  private static final Duration KEPT = Duration.ofDays(14);
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final int QUESTIONS = 16;
  private static final Duration FOR_QUESTION = Duration.ofMinutes(1);

  private final CrypttextUploader uploader;
  private final PresentFiles present;
  private final CrypttextFiles files;
  private final Budgets memory;
  private final Background background = new Background();
  private final FileThreads fileThreads = new FileThreads();
  private final AssistantCounters counters = new AssistantCounters();
  private final Map<StorageIndex, AssistedJob> active = new ConcurrentHashMap<>();
  private final Semaphore questions = new Semaphore(QUESTIONS, true);
  private final AtomicLong nextSweep = new AtomicLong(System.nanoTime());

  /**
   * What all uploads for others may take together.
   *
   * @param arriving crypttext on its way to the disk
   * @param hashes of files while they are made into shares
   */
  public record Budgets(MemoryBudget arriving, MemoryBudget hashes) {}

  /**
   * An assistant of a grid.
   *
   * @param leaseSecret from which the lease secrets follow: files belong to the helper
   * @param directory where crypttext is kept
   * @param clock tells how old files are
   * @throws IOException if the directory cannot be used
   */
  public UploadAssistant(
      RankedServers servers,
      CrypttextUploader uploader,
      ClientLeaseSecret leaseSecret,
      UploadLimits limits,
      BlockBuffers buffers,
      Budgets memory,
      Path directory,
      Clock clock)
      throws IOException {
    this.uploader = uploader;
    this.present =
        new PresentFiles(
            servers, leaseSecret, buffers, limits.stragglerGrace(), limits.queryLimit());
    this.files = new CrypttextFiles(directory, clock, fileThreads);
    this.memory = memory;
    sweep();
  }

  /**
   * Somebody wants a file uploaded: is it there already?
   *
   * @return the file, if all its shares are in the grid; else it has to be uploaded
   * @throws TooManyTransfersException if too many ask at once
   */
  public Optional<AssistedFile> find(StorageIndex index)
      throws TooManyTransfersException, InterruptedException {
    counters.requests().increment();
    sweep();
    if (active.containsKey(index)) {
      return Optional.empty();
    }
    if (!questions.tryAcquire(FOR_QUESTION.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TooManyTransfersException("too many ask the helper at once: try again later");
    }
    try {
      Optional<AssistedFile> found = present.find(index);
      (found.isPresent() ? counters.alreadyPresent() : counters.needUpload()).increment();
      return found;
    } finally {
      questions.release();
    }
  }

  /**
   * Uploads a file, or joins those that have it uploaded already.
   *
   * @throws OutOfReadersException if no client gives it
   * @throws GridException if it cannot be uploaded
   */
  public AssistedFile upload(StorageIndex index, CrypttextReader reader)
      throws GridException, InterruptedException {
    while (true) {
      AssistedJob job = active.computeIfAbsent(index, this::job);
      if (job.join(reader)) {
        if (job.begin()) {
          background.start("upload for others", job::run);
        }
        return job.await();
      }
      // It has just ended, without this client.
      active.remove(index, job);
    }
  }

  private AssistedJob job(StorageIndex index) {
    return new AssistedJob(
        index,
        files,
        new CrypttextFetch(index, files, memory.arriving(), counters),
        new AssistedPush(index, files, uploader, memory.hashes()),
        counters,
        ended -> active.remove(index, ended));
  }

  private void sweep() {
    long now = System.nanoTime();
    long due = nextSweep.get();
    if (now - due < 0 || !nextSweep.compareAndSet(due, now + SWEEP.toNanos())) {
      return;
    }
    try {
      files.removeOlderThan(KEPT, active::containsKey);
    } catch (IOException e) {
      LOG.warn("old crypttext cannot be removed: {}", e.getMessage());
    }
  }

  /**
   * What it has done, and what it has at hand.
   *
   * @throws IOException if its directory cannot be read
   */
  public AssistantStatistics statistics() throws IOException {
    return new AssistantStatistics(
        counters.requests().sum(),
        counters.alreadyPresent().sum(),
        counters.needUpload().sum(),
        counters.resumes().sum(),
        counters.fetchedBytes().sum(),
        counters.encodedBytes().sum(),
        active.size(),
        files.incoming(),
        files.encoding());
  }

  /** How many clients give crypttext, or wait. */
  int readers() {
    return active.values().stream().mapToInt(AssistedJob::readers).sum();
  }

  /** Stops what is under way; what has come stays. */
  @Override
  public void close() {
    background.close();
    fileThreads.close();
  }
}
