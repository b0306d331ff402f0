package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RsaKeyTest {
  private static final JsonNode VECTORS = Vectors.load(RsaKeyTest.class, "/vectors/keys.json");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] MESSAGE = "75 bytes of a share".getBytes(StandardCharsets.US_ASCII);

  private static final Map<String, JsonNode> KEYS =
      StreamSupport.stream(VECTORS.required("rsa_keys").spliterator(), false)
          .collect(Collectors.toMap(key -> key.get("name").textValue(), key -> key));

  private static byte[] base64(JsonNode vector, String field) {
    return Base64.getDecoder().decode(vector.required(field).textValue());
  }

  private static RsaPrivateKey key(String name) throws KeyFormatException {
    return RsaPrivateKey.fromDer(base64(KEYS.get(name), "private_der_pkcs8_b64"));
  }

  @Test
  void bothEncodingsOfAKeyGiveTheSameKey() throws Exception {
    for (JsonNode vector : KEYS.values()) {
      byte[] pkcs8 = base64(vector, "private_der_pkcs8_b64");
      byte[] pkcs1 =
          Pem.decode("RSA PRIVATE KEY", vector.get("private_pem_pkcs1").textValue()).orElseThrow();

      assertThat(RsaPrivateKey.fromDer(pkcs8).der()).isEqualTo(pkcs8);
      assertThat(RsaPrivateKey.fromDer(pkcs1).der()).isEqualTo(pkcs8);
    }
  }

  @Test
  void thePublicKeyHasTheRecordedBytesAndFingerprint() throws Exception {
    for (JsonNode vector : KEYS.values()) {
      byte[] spki = base64(vector, "public_der_spki_b64");
      RsaPublicKey publicKey = key(vector.get("name").textValue()).publicKey();

      assertThat(publicKey.der()).isEqualTo(spki);
      assertThat(publicKey).isEqualTo(RsaPublicKey.fromDer(spki));
      assertThat(HexFormat.of().formatHex(HashTag.MUTABLE_FINGERPRINT.hash(publicKey.der())))
          .isEqualTo(vector.get("fingerprint").textValue());
    }
  }

  @Test
  void onlySignaturesOfTheOneRecordedSchemeAreValid() throws Exception {
    for (JsonNode vector : VECTORS.required("signatures")) {
      RsaPublicKey publicKey = key(vector.get("key").textValue()).publicKey();

      boolean valid =
          publicKey.verify(
              Vectors.bytes(vector.get("message")), Vectors.bytes(vector.get("signature")));

      assertThat(valid)
          .as(vector.get("label").textValue())
          .isEqualTo(vector.get("valid").booleanValue());
    }
  }

  @Test
  void aSignatureIsValidForItsMessageAndNoOther() throws Exception {
    for (String name : KEYS.keySet()) {
      RsaPrivateKey key = key(name);

      byte[] signature = key.sign(MESSAGE, RANDOM);

      assertThat(signature).hasSize(256);
      assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
      assertThat(key.publicKey().verify(new byte[0], signature)).isFalse();
    }
  }

  @Test
  void signaturesOfOneMessageDiffer() throws Exception {
    RsaPrivateKey key = key("key0");

    assertThat(key.sign(MESSAGE, RANDOM)).isNotEqualTo(key.sign(MESSAGE, RANDOM));
  }

  @Test
  void aNewKeySurvivesItsEncoding() throws Exception {
    RsaPrivateKey key = RsaPrivateKey.generate(RANDOM);
    RsaPrivateKey read = RsaPrivateKey.fromDer(key.der());

    assertThat(read.der()).isEqualTo(key.der());
    assertThat(key.der().length).isBetween(1214, 1219);
    assertThat(key.publicKey().der()).hasSize(294);
    assertThat(key).hasToString("RsaPrivateKey[secret]");
  }

  @Test
  void keysOfAnotherSizeOrKindAreRefused() {
    for (JsonNode vector : VECTORS.required("rejected_private_keys")) {
      String expected =
          vector.get("label").textValue().startsWith("RSA")
              ? vector.get("message").textValue()
              : "Private Key did not decode to an RSA key";

      assertThatThrownBy(() -> RsaPrivateKey.fromDer(base64(vector, "der_pkcs8_b64")))
          .as(vector.get("label").textValue())
          .isInstanceOf(KeyFormatException.class)
          .hasMessageStartingWith(expected);
    }
  }

  @Test
  void aKeyWhoseNumbersContradictEachOtherIsRefused() {
    byte[] der = base64(KEYS.get("key0"), "private_der_pkcs8_b64");
    // Every number but the version stands in the second half of the key in full length.
    for (int at : new int[] {100, 400, 700, 850, 980, 1100, der.length - 5}) {
      byte[] damaged = der.clone();
      damaged[at] ^= 1;

      assertThatThrownBy(() -> RsaPrivateKey.fromDer(damaged))
          .as("byte %d", at)
          .isInstanceOf(KeyFormatException.class)
          .hasMessage("the numbers of this RSA key contradict each other");
    }
  }

  @Property(seed = "7042101", tries = 300)
  void bytesThatAreNoKeyAreRefusedWithAClearError(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> RsaPrivateKey.fromDer(bytes)).isInstanceOf(KeyFormatException.class);
    assertThatThrownBy(() -> RsaPublicKey.fromDer(bytes)).isInstanceOf(KeyFormatException.class);
  }

  @Property(seed = "7042102", tries = 300)
  void aKeyWithOneWrongByteIsRefusedOrStillTheSameKey(@ForAll int position, @ForAll byte value)
      throws Exception {
    byte[] der = base64(KEYS.get("key1"), "private_der_pkcs8_b64");
    byte[] damaged = der.clone();
    damaged[Math.floorMod(position, der.length)] = value;
    try {
      byte[] read = RsaPrivateKey.fromDer(damaged).der();
      assertThat(Arrays.equals(read, der)).as("the encoding of the numbers").isTrue();
    } catch (KeyFormatException e) {
      assertThat(Arrays.equals(damaged, der)).as("the key itself was refused").isFalse();
    }
  }
}
