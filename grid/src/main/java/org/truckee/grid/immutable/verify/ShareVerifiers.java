package org.truckee.grid.immutable.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.truckee.grid.servers.Question;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ShareNumber;

/**
 * Makes verifiers of shares, and keeps all of them within memory of their own: a verification
 * always goes on, while a download may rest half read for ever. Thread-safe.
 *
 * @param buffers arrays for blocks
 * @param workers the threads that hash
 * @param memory what all verifications of a grid may take together
 */
public record ShareVerifiers(BlockBuffers buffers, Workers workers, MemoryBudget memory) {
  /** How long one verification waits at most until others have ended. */
  public static final Duration MEMORY_WAIT = Duration.ofMinutes(5);

  /**
   * Waits for the memory that it takes to verify one share. The server is not blamed for the wait.
   *
   * @param question under which the server is to be read
   * @return empty if there was none within {@link #MEMORY_WAIT}
   */
  public Optional<MemoryBudget.Grant> awaitMemory(ExpectedFile expected, Question<?> question)
      throws InterruptedException {
    question.suspend();
    Optional<MemoryBudget.Grant> grant =
        memory.take(expected.memory(), expected.memory(), MEMORY_WAIT);
    question.sign();
    return grant;
  }

  /**
   * A verifier of one copy of a share.
   *
   * @param progress hears of the bytes of blocks as they turn out to be good
   */
  public ShareVerifier verifier(
      ExpectedFile expected, ShareNumber number, FoundShare share, LongConsumer progress) {
    return new ShareVerifier(expected, number.value(), share, buffers, workers, progress);
  }
}
