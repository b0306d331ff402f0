package org.truckee.wire.gridmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.Ed25519Signature;

/** Certificates of grid managers, and what they permit. */
class GridManagersTest {
  private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");
  private static final Ed25519Key MANAGER = key(1);
  private static final Ed25519Key OTHER = key(2);
  private static final Ed25519Key SERVER = key(3);

  private static Ed25519Key key(int fill) {
    byte[] seed = new byte[Ed25519Key.LENGTH];
    Arrays.fill(seed, (byte) fill);
    return new Ed25519Key(seed);
  }

  private static SignedCertificate certificate(Instant expires, Ed25519Key manager) {
    return SignedCertificate.sign(
        new ServerCertificate(SERVER.publicKey().text(), Optional.of(expires)), manager);
  }

  private static SignedCertificate signed(String text) {
    Ed25519Signature signature =
        MANAGER.sign(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new SignedCertificate(text, Base32.encode(signature.bytes()));
  }

  private static boolean permits(Instant now, SignedCertificate... certificates) {
    return new GridManagers(Map.of("fred", MANAGER.publicKey()))
        .permission(SERVER.publicKey().serverId(), List.of(certificates))
        .holds(now);
  }

  @Test
  void withoutGridManagersEverybodyIsPermitted() {
    assertThat(GridManagers.NONE.permission("x", List.of()).holds(NOW)).isTrue();
    assertThat(permits(NOW)).isFalse();
  }

  @Test
  void aCertificatePermitsUntilItExpires() {
    SignedCertificate certificate = certificate(NOW, MANAGER);
    assertThat(permits(NOW.minusNanos(1), certificate)).isTrue();
    assertThat(permits(NOW, certificate)).isFalse();
    assertThat(permits(NOW, certificate, certificate(NOW.plusSeconds(1), MANAGER))).isTrue();
  }

  @Test
  void onlyTheManagersThatAreKnownAndTheServerItselfCount() {
    assertThat(permits(NOW, certificate(NOW.plusSeconds(9), OTHER))).isFalse();
    assertThat(
            new GridManagers(Map.of("fred", MANAGER.publicKey()))
                .permission(
                    OTHER.publicKey().serverId(), List.of(certificate(NOW.plusSeconds(9), MANAGER)))
                .holds(NOW))
        .isFalse();
  }

  @Test
  void whatIsSignedIsTheTextOfTheFormat() {
    assertThat(certificate(Instant.parse("2026-12-01T19:45:49.685108Z"), MANAGER).certificate())
        .isEqualTo(
            "{\"expires\":\"2026-12-01T19:45:49.685108+00:00\",\"public_key\":\"%s\",\"version\":1}"
                .formatted(SERVER.publicKey().text()));
    assertThat(certificate(Instant.parse("2026-12-01T19:45:49Z"), MANAGER).certificate())
        .contains("\"2026-12-01T19:45:49+00:00\"");
    assertThat(certificate(NOW, MANAGER).signature()).hasSize(103);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T03:00:01+00:00, true",
    "2026-11-30T03:00:01Z, true",
    "2026-11-30T05:00:01+02:00, true",
    "2026-11-30T05:00:00.000001+02:00, true",
    "2026-11-30T04:59:59+02:00, false",
    "2026-11-30 03:00:01+00:00, true",
    "2027-11-30T03:00:01, false",
    "2027-11-30, false",
    "never, false",
  })
  void momentsAreUnderstoodInEveryFormWithAnOffset(String expires, boolean permitted) {
    String text =
        "{\"expires\":\"%s\",\"public_key\":\"%s\",\"version\":2,\"x\":[{}]}"
            .formatted(expires, SERVER.publicKey().text());
    assertThat(permits(NOW, signed(text))).isEqualTo(permitted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"public_key\":5}", "{\"public_key\":\"x\"", "5"})
  void whatIsSignedAndNoCertificatePermitsNothing(String text) {
    assertThat(permits(NOW, signed(text))).isFalse();
  }

  @Test
  void otherValuesAreNoCertificates() {
    for (Object value :
        Arrays.asList(
            null,
            "x",
            Map.of(),
            Map.of("certificate", "x"),
            Map.of("certificate", "x", "signature", 5),
            Map.of("certificate", "x", "signature", "!"),
            Map.of("certificate", "x", "signature", "aa", "more", ""))) {
      assertThatThrownBy(() -> SignedCertificate.of(value))
          .isInstanceOf(IllegalArgumentException.class);
    }
    SignedCertificate short32 = SignedCertificate.of(Map.of("certificate", "x", "signature", "aa"));
    assertThat(short32.verified(MANAGER.publicKey())).isEmpty();
    SignedCertificate certificate = certificate(NOW, MANAGER);
    assertThat(SignedCertificate.of(certificate.fields())).isEqualTo(certificate);
  }
}
