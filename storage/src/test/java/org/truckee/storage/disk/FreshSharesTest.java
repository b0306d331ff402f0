package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

class FreshSharesTest {
  private static final ShareNumber SHARE = new ShareNumber(7);

  private final FreshShares fresh = new FreshShares(new SettableClock());

  private static StorageIndex index(int number) {
    byte[] bytes = new byte[StorageIndex.LENGTH];
    bytes[0] = (byte) number;
    return new StorageIndex(bytes);
  }

  @Test
  void aShareIsTakenBackOnceAtMost() {
    fresh.note(index(1), Set.of(SHARE));
    assertThat(fresh.take(index(1), SHARE)).isTrue();
    assertThat(fresh.take(index(1), SHARE)).isFalse();
    assertThat(fresh.take(index(2), SHARE)).isFalse();
  }

  @Test
  void onlyTheLastSharesAreRemembered() {
    Set<ShareNumber> shares =
        IntStream.range(0, 256).mapToObj(ShareNumber::new).collect(Collectors.toSet());
    for (int i = 0; i < 33; i++) {
      fresh.note(index(i), shares);
    }
    fresh.forget(index(31));
    fresh.note(index(32), shares);
    fresh.note(index(33), shares);
    assertThat(fresh.take(index(0), SHARE)).isFalse();
    assertThat(fresh.take(index(1), SHARE)).isTrue();
    assertThat(fresh.take(index(33), SHARE)).isTrue();
  }
}
