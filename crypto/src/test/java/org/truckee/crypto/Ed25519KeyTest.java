package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Ed25519KeyTest {
  private static final JsonNode VECTORS = Vectors.load(Ed25519KeyTest.class, "/vectors/keys.json");

  @Test
  void keysAndSignaturesHaveTheRecordedTexts() throws Exception {
    for (JsonNode vector : VECTORS.required("ed25519")) {
      Ed25519Key key = new Ed25519Key(Vectors.bytes(vector.get("seed")));

      assertThat(key.text()).isEqualTo(vector.get("private").textValue());
      assertThat(Ed25519Key.parse(key.text())).isEqualTo(key);
      assertThat(key.publicKey().text()).isEqualTo(vector.get("public").textValue());
      for (JsonNode signed : vector.required("signatures")) {
        byte[] message = Vectors.bytes(signed.get("message_hex"));
        Ed25519Signature signature = key.sign(message);

        assertThat(signature.bytes()).isEqualTo(Vectors.bytes(signed.get("signature_hex")));
        assertThat(signature.text()).isEqualTo(signed.get("signature_text").textValue());
        assertThat(Ed25519Signature.parse(signature.text())).isEqualTo(signature);
        assertThat(key.publicKey().verify(message, signature)).isTrue();
      }
    }
  }

  @Test
  void publicKeyTextsAreAcceptedOrRefusedAsRecorded() throws Exception {
    for (JsonNode vector : VECTORS.required("public_key_parsing")) {
      String text = vector.get("public_key_text").textValue();
      if (vector.get("result").textValue().equals("accepted")) {
        assertThat(Ed25519PublicKey.parse(text).text()).isEqualTo(text);
      } else {
        assertThatThrownBy(() -> Ed25519PublicKey.parse(text))
            .isInstanceOf(KeyFormatException.class)
            .hasMessage(
                "an Ed25519 public key is \"pub-v0-\" and 52 characters of base32, "
                    + "and nothing else");
      }
    }
  }

  @Test
  void theServerIdIsTheKeyWithAShorterPrefix() throws Exception {
    Ed25519PublicKey key = Ed25519Key.generate(new SecureRandom()).publicKey();

    assertThat(key.serverId()).hasSize(55).isEqualTo(key.text().substring(4));
    assertThat(Ed25519PublicKey.parseServerId(key.serverId())).isEqualTo(key);
  }

  @Test
  void theHighestUnusedBitOfAKeyTextIsIgnored() throws Exception {
    Ed25519PublicKey key = new Ed25519PublicKey(new byte[32]);
    String canonical = key.text();

    String lax = canonical.substring(0, canonical.length() - 1) + "i";

    assertThat(Ed25519PublicKey.parse(lax)).isEqualTo(key);
  }

  @Test
  void aPrivateKeyShowsNothing() {
    assertThat(Ed25519Key.generate(new SecureRandom())).hasToString("Ed25519Key[secret]");
  }

  @Property(seed = "7042103", tries = 200)
  void arbitraryKeysAndSignaturesVerifyNothing(
      @ForAll @Size(32) byte[] key, @ForAll @Size(64) byte[] signature, @ForAll byte[] message) {
    // Neutral and low-order points as keys could verify a forgery; random ones never are.
    byte[] clamped = key.clone();
    clamped[7] |= 1;

    assertThat(new Ed25519PublicKey(clamped).verify(message, new Ed25519Signature(signature)))
        .isFalse();
  }

  @Test
  void bytesThatAreNoPointOfTheCurveVerifyNothing() {
    byte[] high = new byte[Ed25519PublicKey.LENGTH];
    Arrays.fill(high, (byte) 0xff);
    byte[] low = new byte[Ed25519PublicKey.LENGTH];
    Ed25519Signature signature = new Ed25519Signature(new byte[Ed25519Signature.LENGTH]);
    assertThat(new Ed25519PublicKey(high).verify(new byte[1], signature)).isFalse();
    assertThat(new Ed25519PublicKey(low).verify(new byte[1], signature)).isFalse();
  }

  @Property(seed = "7042104", tries = 200)
  void arbitraryTextIsRefusedWithAClearError(@ForAll String text) {
    assertThatThrownBy(() -> Ed25519Key.parse("priv-v0-" + text))
        .isInstanceOf(KeyFormatException.class);
    assertThatThrownBy(() -> Ed25519Signature.parse("v0-" + text))
        .isInstanceOf(KeyFormatException.class);
  }
}
