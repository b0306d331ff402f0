package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AesCtrTest {
  private static final JsonNode VECTORS = Vectors.load(AesCtrTest.class, "/vectors/crypto.json");

  @Test
  void theCiphertextIsTheRecordedOne() {
    for (JsonNode vector : VECTORS.required("aes_ctr")) {
      byte[] data = Vectors.bytes(vector.get("plaintext"));

      AesCtr.atStart(key(vector)).process(data, 0, data.length);

      assertThat(data).isEqualTo(Vectors.bytes(vector.get("ciphertext_hex")));
    }
  }

  @Test
  void aStreamCanBeEnteredAnywhere() {
    for (JsonNode vector : VECTORS.required("aes_ctr")) {
      byte[] ciphertext = Vectors.bytes(vector.get("ciphertext_hex"));
      for (JsonNode access : vector.required("random_access")) {
        int offset = access.get("offset").intValue();
        byte[] expected = Vectors.bytes(access.get("plaintext_from_offset_hex"));
        byte[] plaintext = new byte[expected.length];

        AesCtr.at(key(vector), offset).process(ciphertext, offset, plaintext.length, plaintext, 0);

        assertThat(plaintext).as("from %d on", offset).isEqualTo(expected);
      }
    }
  }

  private static EncryptionKey key(JsonNode vector) {
    return new EncryptionKey(Vectors.bytes(vector.get("key_hex")));
  }

  @Property(seed = "7042006", tries = 200)
  void theSizeOfThePiecesDoesNotMatter(
      @ForAll @Size(16) byte[] key,
      @ForAll @Size(max = 200) byte[] plaintext,
      @ForAll @IntRange(min = 0, max = 200) int cut) {
    EncryptionKey encryptionKey = new EncryptionKey(key);
    int first = Math.min(cut, plaintext.length);
    byte[] whole = plaintext.clone();
    AesCtr.atStart(encryptionKey).process(whole, 0, whole.length);

    byte[] pieces = plaintext.clone();
    AesCtr stream = AesCtr.atStart(encryptionKey);
    stream.process(pieces, 0, first);
    stream.process(pieces, first, pieces.length - first);
    byte[] entered = Arrays.copyOfRange(plaintext, first, plaintext.length);
    AesCtr.at(encryptionKey, first).process(entered, 0, entered.length);

    assertThat(pieces).isEqualTo(whole);
    assertThat(entered).isEqualTo(Arrays.copyOfRange(whole, first, whole.length));
  }

  @Test
  void aLongPieceIsEncipheredLikeManyShortOnes() {
    EncryptionKey key = new EncryptionKey(new byte[16]);
    byte[] whole = new byte[20_001];
    byte[] pieces = new byte[whole.length];

    AesCtr.atStart(key).process(whole, 0, whole.length);
    for (int i = 0; i < pieces.length; i += 1_000) {
      AesCtr.at(key, i).process(pieces, i, Math.min(1_000, pieces.length - i));
    }

    assertThat(whole).isEqualTo(pieces);
  }

  @Test
  void farIntoAStreamTheCounterIsStillRight() {
    EncryptionKey key = new EncryptionKey(new byte[16]);
    long far = (1L << 40) + 5;
    byte[] here = new byte[43];
    byte[] fromBlock = new byte[48];

    AesCtr.at(key, far).process(here, 0, here.length);
    AesCtr.at(key, far - 5).process(fromBlock, 0, fromBlock.length);

    assertThat(here).isEqualTo(Arrays.copyOfRange(fromBlock, 5, 48));
    assertThat(here).isNotEqualTo(new byte[43]);
  }

  @Test
  void aStreamHasNothingBeforeItsBeginning() {
    assertThatThrownBy(() -> AesCtr.at(new EncryptionKey(new byte[16]), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
