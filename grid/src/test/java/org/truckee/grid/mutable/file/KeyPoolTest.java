package org.truckee.grid.mutable.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.grid.transfer.Workers;

class KeyPoolTest {
  @Test
  void keysAreMadeAheadOnceThereIsUseForThem() throws Exception {
    try (Workers workers = new Workers(1);
        KeyPool pool = new KeyPool(2, workers)) {
      assertThat(pool.size()).isZero();
      RsaPrivateKey first = pool.take();
      while (pool.size() < 2) {
        Thread.onSpinWait();
      }
      RsaPrivateKey second = pool.take();
      assertThat(second.der()).isNotEqualTo(first.der());
      assertThat(pool.take().der()).isNotEqualTo(second.der());
    }
  }

  @Test
  void aClosedPoolKeepsNothing() throws Exception {
    try (Workers workers = new Workers(1)) {
      KeyPool pool = new KeyPool(1, workers);
      pool.take();
      pool.close();
      assertThat(pool.take()).isNotNull();
      assertThat(pool.size()).isZero();
    }
  }
}
