package org.truckee.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.Base32;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;

/** Names and hashes that are no secrets, which have much in common and are not to be confused. */
class IdentifierTest {
  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void theSameBytesAreEqualInOneKindAndDifferentInAnother() {
    Fingerprint one = new Fingerprint(bytes(32, 1));
    assertThat(one)
        .isEqualTo(new Fingerprint(bytes(32, 1)))
        .hasSameHashCodeAs(new Fingerprint(bytes(32, 1)));
    assertThat(one).isNotEqualTo(new Fingerprint(bytes(32, 2)));
    assertThat((Object) one).isNotEqualTo(new UriExtensionHash(bytes(32, 1)));
  }

  @Test
  void nobodyCanChangeThemThroughTheirBytes() {
    byte[] given = bytes(32, 1);
    UriExtensionHash hash = new UriExtensionHash(given);
    given[0] = 9;
    hash.bytes()[1] = 9;
    assertThat(hash.bytes()).isEqualTo(bytes(32, 1));
  }

  @Test
  void theyAreShownInBase32AndOrderedByTheirUnsignedBytes() {
    StorageIndex low = new StorageIndex(bytes(16, 0x7f));
    StorageIndex high = new StorageIndex(bytes(16, 0x80));
    assertThat(low.toString()).isEqualTo(Base32.encode(bytes(16, 0x7f)));
    assertThat(low).isLessThan(high).isEqualByComparingTo(StorageIndex.parse(low.toString()));
    assertThat(new TubId(bytes(20, 0x7f))).isLessThan(new TubId(bytes(20, 0x80)));
  }

  @Test
  void anotherLengthIsRefusedByName() {
    assertThatThrownBy(() -> new StorageIndex(bytes(15, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a storage index has 16 bytes, not 15");
    assertThatThrownBy(() -> new Fingerprint(bytes(33, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a fingerprint has 32 bytes, not 33");
  }
}
