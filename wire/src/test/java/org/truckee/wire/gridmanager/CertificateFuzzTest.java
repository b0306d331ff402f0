package org.truckee.wire.gridmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Ed25519Key;

/** Whatever a grid manager signs permits one server until a moment, or nothing. */
class CertificateFuzzTest {
  private static final Ed25519Key KEY = new Ed25519Key(new byte[Ed25519Key.LENGTH]);

  @DictionaryEntries({
    "{\"public_key\":\"",
    "pub-v0-",
    "\",\"expires\":\"",
    "2026-11-30T03:00:00.5+01:00",
    "\"}",
    "[[{"
  })
  @FuzzTest(maxDuration = "1m")
  void whateverIsSignedIsUnderstoodOrPermitsNothing(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      SignedCertificate signed =
          new SignedCertificate(
              text, Base32.encode(KEY.sign(text.getBytes(StandardCharsets.UTF_8)).bytes()));
      GridManagers.Permission permission =
          new GridManagers(Map.of("fred", KEY.publicKey())).permission("v0-x", List.of(signed));
      assertThat(permission.holds(Instant.MAX)).isFalse();
      assertThat(SignedCertificate.of(signed.fields())).isEqualTo(signed);
      assertThat(signed.json()).isASCII();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
