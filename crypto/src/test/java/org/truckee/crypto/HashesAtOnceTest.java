package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Digests are used again, by one thread after the other and never by two. */
class HashesAtOnceTest {
  private static final int THREADS = 4;
  private static final int HASHES = 20_000;

  private final CountDownLatch begin = new CountDownLatch(1);
  private final AtomicInteger good = new AtomicInteger();

  @Test
  void threadsThatShareADigestHashAsEachDoesAlone() throws Exception {
    List<Thread> threads = new ArrayList<>();
    while (threads.size() < THREADS) {
      int seed = threads.size();
      Thread thread = Thread.ofPlatform().daemon().unstarted(() -> hash(seed));
      if (thread.threadId() % Sha256.PLACES == 0) {
        threads.add(thread);
      }
    }
    threads.forEach(Thread::start);
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(good).hasValue(THREADS * HASHES);
  }

  private void hash(int seed) {
    byte[] value = ByteBuffer.allocate(200).putInt(seed).array();
    byte[] expected = HashTag.BLOCK.hasher().update(value).digest();
    ByteBuffer whole = ByteBuffer.wrap(expected);
    try {
      begin.await();
    } catch (InterruptedException _) {
      return;
    }
    for (int i = 0; i < HASHES; i++) {
      if (whole.equals(ByteBuffer.wrap(HashTag.BLOCK.hash(value)))) {
        good.incrementAndGet();
      }
    }
  }
}
