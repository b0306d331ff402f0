package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** The boxes were made with libsodium. */
  @Test
  void boxesAreThoseOfNacl() {
    SecretBox box = new SecretBox(counting(32));
    byte[] message =
        ("a message of some length, longer than one block of the cipher, which has 64 bytes")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] nonce = counting(24);
    assertThat(HEX.formatHex(box.seal(message, nonce)))
        .isEqualTo(
            HEX.formatHex(nonce)
                + "fa3542dd3daea7f802cf487fa694c6ae3fdf552ab4b9c377de1ce05848fc25fa37852abae2424b87"
                + "3b820bfb3ba0c493a3af9db42b909a6cdcad82f51505c0634c2748eb9bf2fc2cd56f4fd8684db782"
                + "b4e99c71257ea89e34c4b5f1a80afce785");
    assertThat(HEX.formatHex(box.seal(new byte[0], nonce)))
        .isEqualTo(HEX.formatHex(nonce) + "28fd82cd7386c5471a24d8ad2a525b6e");
    assertThat(box.open(box.seal(message, nonce))).contains(message);
  }

  @Property(tries = 200, seed = "20261130")
  void aChangedBoxDoesNotOpen(@ForAll byte[] message, @ForAll int place) {
    SecretBox box = new SecretBox(counting(32));
    byte[] sealed = box.seal(message, new SecureRandom());
    assertThat(box.open(sealed)).contains(message);
    sealed[Math.floorMod(place, sealed.length)] ^= (byte) (1 << (place & 7));
    assertThat(box.open(sealed)).isEmpty();
  }

  @Test
  void whatIsTooShortIsNoBox() {
    assertThat(new SecretBox(counting(32)).open(new byte[39])).isEmpty();
  }

  /** RFC 5869, appendix A.3. */
  @Test
  void keysAreThoseOfTheStandard() {
    byte[] secret = HEX.parseHex("0b".repeat(22));
    assertThat(HEX.formatHex(Hkdf.sha256(secret, new byte[0], 42)))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                + "9d201395faa4b61a96c8");
  }
}
