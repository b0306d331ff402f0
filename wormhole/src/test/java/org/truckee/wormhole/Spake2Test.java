package org.truckee.wormhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values are those of {@code spec/09 §12.2}. */
class Spake2Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] PASSWORD = ascii("4-retrospect-checkup");
  private static final byte[] IDENTITY = ascii("tahoe-lafs.org/invite");
  private static final String X =
      "4fe2a684e0e6c5e370ca0d89f5e2cb0da1e2ecd4028fa2d395fbca4e33f25805";
  private static final String Y =
      "9ec44d09c1cd8bc7e1941b12ebc5971b42c5d9a9051e45a72bf7959d66e4b10a";
  private static final String OF_X =
      "53f520c28ea43b0332af0ac79a6e6a660c34a34d8abfff051ef6e7db3f1ab27aba";
  private static final String OF_Y =
      "537328974dab644935ee71e53647b436179edf66f6b9e5e8a8278869acbc43f0f5";
  private static final String KEY =
      "76bd6287f305c2bd78311daa1279fdca7d378f1ae81b8747a3ca78f9eab38afd";

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Spake2 with(String scalar) {
    return new Spake2(PASSWORD, IDENTITY, CurvePoint.number(HEX.parseHex(scalar)));
  }

  @Test
  void theRecordedExchangeGivesTheRecordedKey() throws Exception {
    Spake2 x = with(X);
    Spake2 y = with(Y);
    assertThat(HEX.formatHex(x.message())).isEqualTo(OF_X);
    assertThat(HEX.formatHex(y.message())).isEqualTo(OF_Y);
    assertThat(HEX.formatHex(x.key(y.message()))).isEqualTo(KEY);
    assertThat(HEX.formatHex(y.key(x.message()))).isEqualTo(KEY);
    assertThat(HEX.formatHex(new PhaseKeys(HEX.parseHex(KEY)).key("0011223344", "0")))
        .isEqualTo("5846de9596557f9104cac0e7903e6a6de10a76827769304dd157d3adeac03f75");
  }

  @Property(tries = 10, seed = "20261130")
  void bothEndsHaveOneKeyIfTheyHaveOnePassword(@ForAll @Size(max = 30) byte[] password)
      throws Exception {
    Random random = new Random(Arrays.hashCode(password));
    Spake2 one = Spake2.begin(password, IDENTITY, random);
    Spake2 other = Spake2.begin(password, IDENTITY, random);
    assertThat(one.key(other.message())).isEqualTo(other.key(one.message()));
    Spake2 guess = Spake2.begin(Arrays.copyOf(password, password.length + 1), IDENTITY, random);
    assertThat(one.key(guess.message())).isNotEqualTo(guess.key(one.message()));
    Spake2 elsewhere = Spake2.begin(password, ascii("other"), random);
    assertThat(one.key(elsewhere.message())).isNotEqualTo(elsewhere.key(one.message()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "53",
        // Another kind of message.
        "41f520c28ea43b0332af0ac79a6e6a660c34a34d8abfff051ef6e7db3f1ab27aba",
        // The neutral element.
        "530100000000000000000000000000000000000000000000000000000000000000",
        // Of order 2, 4 and 8: everybody could guess what comes out.
        "53ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "530000000000000000000000000000000000000000000000000000000000000000",
        "5326e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        // Above the prime, and on no curve.
        "53ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "530200000000000000000000000000000000000000000000000000000000000000"
      })
  void whatNoHonestEndSaysIsRefused(String message) {
    assertThatThrownBy(() -> with(X).key(HEX.parseHex(message)))
        .isInstanceOf(WormholeException.class);
  }

  @Test
  void anEchoIsRefused() {
    assertThatThrownBy(() -> with(X).key(HEX.parseHex(OF_X)))
        .isInstanceOf(WormholeException.class)
        .hasMessageContaining("our own words");
  }

  @Property(tries = 30, seed = "20261130")
  void anyBytesAreAKeyOrRefused(@ForAll @Size(33) byte[] message) {
    message[0] = 'S';
    try {
      assertThat(with(X).key(message)).hasSize(32);
    } catch (WormholeException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
