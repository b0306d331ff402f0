package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates in the forms in which other programs write them. */
class TlsCredentialsTest {
  private static String file(String name) throws IOException {
    try (InputStream in = TlsCredentialsTest.class.getResourceAsStream("tls/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.key, rsa.pem, RSA",
    "rsa-pkcs1.key, rsa.pem, RSA",
    "ec.key, ec.pem, EC",
    "ec-sec1.key, ec.pem, EC",
    "ed25519.key, ed25519.pem, EdDSA",
    "leaf.key, chain.pem, EC"
  })
  void keysOfAllUsualKindsAndFormsAreRead(String key, String certificate, String kind)
      throws Exception {
    TlsCredentials credentials = TlsCredentials.fromPem(file(key), file(certificate));
    assertThat(credentials.key().getAlgorithm()).isEqualTo(kind);
    assertThat(credentials.chain()).hasSize(certificate.equals("chain.pem") ? 2 : 1);
    assertThat(credentials.context().getServerSessionContext()).isNotNull();
  }

  @Test
  void bothMayBeInOneFile() throws Exception {
    String both = file("ec-sec1.key") + file("ec.pem");
    assertThat(TlsCredentials.fromPem(both, both).toString())
        .isEqualTo("TlsCredentials[CN=ec.example]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"encrypted.key", "encrypted-pkcs1.key", "rsa.pem"})
  void aKeyWithAPasswordOrNoneIsRefusedWithWhatToDo(String key) {
    assertThatThrownBy(() -> TlsCredentials.fromPem(file(key), file("rsa.pem")))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("'openssl pkey' makes one");
  }

  @ParameterizedTest
  @CsvSource({"rsa.key, ec.pem", "ec.key, rsa.pem", "ec.key, ed25519.pem"})
  void aKeyOfAnotherCertificateIsRefused(String key, String certificate) {
    assertThatThrownBy(() -> TlsCredentials.fromPem(file(key), file(certificate)))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("not the one of the first certificate");
  }

  @Test
  void withoutACertificateThereIsNothingToShow() {
    assertThatThrownBy(() -> TlsCredentials.fromPem(file("ec.key"), file("ec.key")))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("no CERTIFICATE");
  }

  @Test
  void aCertificateThatIssuedNoOtherIsRefused() throws Exception {
    String unrelated = file("ec.pem") + file("rsa.pem");
    assertThatThrownBy(() -> TlsCredentials.fromPem(file("ec.key"), unrelated))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageContaining("number 2 is not the one that issued");
  }

  /** Flips letters all over the files. */
  @ParameterizedTest
  @CsvSource({"rsa.key, rsa.pem", "ec-sec1.key, ec.pem", "ed25519.key, ed25519.pem"})
  void damagedFilesGiveCredentialsOrAnError(String key, String certificate) throws Exception {
    Random random = new Random(20261130);
    for (int i = 0; i < 300; i++) {
      String damagedKey = damaged(file(key), random);
      String damagedCertificate = damaged(file(certificate), random);
      try {
        TlsCredentials.fromPem(damagedKey, damagedCertificate);
      } catch (KeyFormatException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static String damaged(String pem, Random random) {
    char[] text = pem.toCharArray();
    text[random.nextInt(text.length)] = (char) ('A' + random.nextInt(26));
    return new String(text);
  }
}
