package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.disk.FreshShares.Fresh;

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
    Fresh stored = fresh.note(index(1), Set.of(SHARE));
    assertThat(fresh.take(stored, index(2), SHARE)).isFalse();
    assertThat(fresh.take(stored, index(1), SHARE)).isTrue();
    assertThat(fresh.take(stored, index(1), SHARE)).isFalse();
  }

  @Test
  void onlyWhoStoredAShareTakesItBack() {
    Fresh first = fresh.note(index(1), Set.of(SHARE));
    fresh.forget(index(1));
    Fresh second = fresh.note(index(1), Set.of(SHARE));
    assertThat(fresh.take(first, index(1), SHARE)).isFalse();
    assertThat(fresh.take(second, index(1), SHARE)).isTrue();
  }

  @Test
  void onlyTheLastSharesAreRemembered() {
    Set<ShareNumber> shares =
        IntStream.range(0, 256).mapToObj(ShareNumber::new).collect(Collectors.toSet());
    List<Fresh> stored = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      stored.add(fresh.note(index(i), shares));
    }
    fresh.forget(index(31));
    stored.set(32, fresh.note(index(32), shares));
    fresh.note(index(33), shares);
    assertThat(fresh.take(stored.get(0), index(0), SHARE)).isFalse();
    assertThat(fresh.take(stored.get(1), index(1), SHARE)).isTrue();
    assertThat(fresh.take(stored.get(32), index(32), SHARE)).isTrue();
    assertThat(fresh.size()).isEqualTo(32);
  }

  @Test
  void nothingIsLeftOfWhatIsEmptyOrTakenBack() {
    fresh.note(index(1), Set.of());
    fresh.take(fresh.note(index(2), Set.of(SHARE)), index(2), SHARE);
    assertThat(fresh.size()).isZero();
  }
}
