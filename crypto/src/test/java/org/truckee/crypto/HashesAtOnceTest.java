package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Digests are used again, by one thread after the other and never by two. */
class HashesAtOnceTest {
  private static final int THREADS = 40;
  private static final int HASHES = 500;

  @Test
  void whatManyThreadsHashAtOnceIsWhatEachHashesAlone() throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      work.add(() -> hashesWell(seed));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> well : threads.invokeAll(work)) {
        assertThat(well.get()).isTrue();
      }
    }
  }

  private static boolean hashesWell(int seed) {
    for (int i = 0; i < HASHES; i++) {
      byte[] value = ByteBuffer.allocate(i).array();
      if (i > 0) {
        value[i - 1] = (byte) seed;
      }
      ByteBuffer expected = ByteBuffer.wrap(HashTag.BLOCK.hasher().update(value).digest());
      if (!expected.equals(ByteBuffer.wrap(HashTag.BLOCK.hash(value)))) {
        return false;
      }
    }
    return true;
  }
}
