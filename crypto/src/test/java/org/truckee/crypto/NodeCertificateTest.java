package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class NodeCertificateTest {
  private static final JsonNode VECTORS =
      Vectors.load(NodeCertificateTest.class, "/vectors/keys.json");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T22:00:00.987Z"), ZoneOffset.UTC);

  @Test
  void theTubIdIsTheHashOfTheCertificate() throws Exception {
    for (JsonNode vector : VECTORS.required("certificates")) {
      NodeCertificate node = NodeCertificate.fromPem(vector.get("pem").textValue());

      assertThat(node.tubId()).hasToString(vector.get("tubid").textValue());
      assertThat(HexFormat.of().formatHex(node.tubId().bytes()))
          .isEqualTo(vector.get("der_sha1").textValue());
      assertThat(TubId.parse(vector.get("tubid").textValue())).isEqualTo(node.tubId());
    }
  }

  @Test
  void aNodeFileIsWrittenAsItWasRead() throws Exception {
    for (JsonNode vector : VECTORS.required("certificates")) {
      String pem = vector.get("pem").textValue();

      assertThat(NodeCertificate.fromPem(pem).toPem()).isEqualTo(pem);
    }
  }

  @Test
  void theSpkiHashIsTheOneInNurls() throws Exception {
    for (JsonNode vector : VECTORS.required("spki_hash")) {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(
                          vector
                              .get("certificate_pem")
                              .textValue()
                              .getBytes(StandardCharsets.US_ASCII)));

      assertThat(NodeCertificate.spkiHash(certificate))
          .as(vector.get("name").textValue())
          .isEqualTo(vector.get("nurl_hash").textValue());
      assertThat(TubId.of(certificate)).hasToString(vector.get("foolscap_tub_id").textValue());
    }
  }

  @Test
  void aNewCertificateLooksLikeThoseOfTheReference() throws Exception {
    NodeCertificate node = NodeCertificate.generate(CLOCK, new SecureRandom());
    X509Certificate certificate = node.certificate();

    assertThat(certificate.getVersion()).isEqualTo(1);
    assertThat(certificate.getSerialNumber()).isEqualTo(1);
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(certificate.getSubjectX500Principal().getEncoded())
        .isEqualTo(certificate.getIssuerX500Principal().getEncoded())
        .isEqualTo(recorded().getSubjectX500Principal().getEncoded());
    assertThat(certificate.getNotBefore()).isEqualTo(Instant.parse("2026-11-21T22:00:00Z"));
    assertThat(certificate.getNotAfter()).isEqualTo(Instant.parse("2027-11-21T22:00:00Z"));
    assertThat(certificate.getEncoded()).hasSameSizeAs(recorded().getEncoded());
    certificate.verify(certificate.getPublicKey());
  }

  @Test
  void aCertificateOutlivesTheYearsOfTwoDigits() throws Exception {
    Instant made = Instant.parse("2049-06-01T00:00:00Z");

    X509Certificate certificate =
        NodeCertificate.generate(Clock.fixed(made, ZoneOffset.UTC), new SecureRandom())
            .certificate();

    assertThat(certificate.getNotBefore()).isEqualTo(made);
    assertThat(certificate.getNotAfter()).isEqualTo(Instant.parse("2050-06-01T00:00:00Z"));
  }

  private static X509Certificate recorded() throws Exception {
    return NodeCertificate.fromPem(VECTORS.required("certificates").get(0).get("pem").textValue())
        .certificate();
  }

  @Test
  void aNewCertificateSurvivesItsFile() throws Exception {
    NodeCertificate node = NodeCertificate.generate(CLOCK, new SecureRandom());

    NodeCertificate read = NodeCertificate.fromPem(node.toPem());

    assertThat(read.tubId()).isEqualTo(node.tubId());
    assertThat(read.spkiHash()).isEqualTo(node.spkiHash()).hasSize(43);
    assertThat(read.privateKey()).isEqualTo(node.privateKey());
  }

  @Test
  void aDamagedNodeFileSaysWhatIsMissing() {
    String pem = VECTORS.required("certificates").get(0).get("pem").textValue();
    String other = VECTORS.required("certificates").get(1).get("pem").textValue();
    int key = pem.indexOf("-----BEGIN PRIVATE KEY");

    assertRefused("", "there is no CERTIFICATE block");
    assertRefused(pem.substring(0, key), "there is no PRIVATE KEY block");
    assertRefused(pem.substring(key), "there is no CERTIFICATE block");
    assertRefused(
        pem.substring(0, key) + other.substring(other.indexOf("-----BEGIN PRIVATE KEY")),
        "the private key is not the one of the certificate");
    assertRefused(pem.substring(0, pem.length() - 10), "the PEM block PRIVATE KEY has no end");
    assertRefused(
        pem.replace("BEGIN PRIVATE KEY-----\nM", "BEGIN PRIVATE KEY-----\n*"),
        "the PEM block PRIVATE KEY is not base64");
    assertRefused(
        pem.replace("BEGIN PRIVATE KEY-----\nM", "BEGIN PRIVATE KEY-----\nA"),
        "the PRIVATE KEY block holds no unencrypted RSA key");
    assertRefused(
        pem.replace("BEGIN CERTIFICATE-----\nM", "BEGIN CERTIFICATE-----\nA"),
        "the CERTIFICATE block holds no X.509 certificate");
    assertRefused(" ".repeat(70_000), "no PEM text of ours has more than 65536 characters");
  }

  private static void assertRefused(String pem, String message) {
    assertThatThrownBy(() -> NodeCertificate.fromPem(pem))
        .isInstanceOf(KeyFormatException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void blocksInAnotherOrderAndWindowsLineEndsAreRead() throws Exception {
    String pem = VECTORS.required("certificates").get(0).get("pem").textValue();
    int key = pem.indexOf("-----BEGIN PRIVATE KEY");
    NodeCertificate expected = NodeCertificate.fromPem(pem);

    for (String variant :
        List.of(pem.substring(key) + pem.substring(0, key), pem.replace("\n", "\r\n"))) {
      assertThat(NodeCertificate.fromPem(variant).tubId()).isEqualTo(expected.tubId());
    }
  }

  @Test
  void toStringShowsOnlyTheTubId() throws Exception {
    NodeCertificate node = NodeCertificate.generate(CLOCK, new SecureRandom());

    assertThat(node).hasToString("NodeCertificate[" + node.tubId() + "]");
  }

  @Test
  void aTubIdIsReadInCapitalLettersToo() {
    assertThat(TubId.parse("MQBMPCN6ZDGPZCT5IBQ52TLGPZ3OSUOW"))
        .hasToString("mqbmpcn6zdgpzct5ibq52tlgpz3osuow");
    assertThatThrownBy(() -> TubId.parse("mqbmpcn6")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TubId(new byte[19])).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(seed = "7042201", tries = 500)
  void aNodeFileWithOneWrongCharacterIsRefusedOrStillANode(
      @ForAll int position, @ForAll @CharRange(from = ' ', to = '~') char wrong) {
    String pem = VECTORS.required("certificates").get(0).get("pem").textValue();
    int at = Math.floorMod(position, pem.length());
    String damaged = pem.substring(0, at) + wrong + pem.substring(at + 1);
    try {
      assertThat(NodeCertificate.fromPem(damaged).spkiHash()).hasSize(43);
    } catch (KeyFormatException e) {
      assertThat(damaged).isNotEqualTo(pem);
    }
  }

  @Property(seed = "7042202", tries = 300)
  void arbitraryBytesInBlocksAreRefused(@ForAll byte[] certificate, @ForAll byte[] key) {
    String pem = Pem.encode("CERTIFICATE", certificate) + Pem.encode("PRIVATE KEY", key);

    assertThatThrownBy(() -> NodeCertificate.fromPem(pem)).isInstanceOf(KeyFormatException.class);
  }
}
