package org.truckee.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.crypto.Vectors;

/** From the RSA key of a mutable file or directory to all of its capabilities. */
class MutableKeyDerivationTest {
  @ParameterizedTest
  @MethodSource("keys")
  void allCapsFollowFromTheKeyOfTheFile(JsonNode vector) throws Exception {
    byte[] der = Base64.getDecoder().decode(vector.get("private_der_pkcs8_b64").textValue());
    WriteKey writeKey = WriteKey.of(der);
    Fingerprint fingerprint = Fingerprint.of(RsaPrivateKey.fromDer(der).publicKey().der());
    MutableWriteCap sdmf = new MutableWriteCap(MutableFormat.SDMF, writeKey, fingerprint);
    MutableWriteCap mdmf = new MutableWriteCap(MutableFormat.MDMF, writeKey, fingerprint);
    JsonNode caps = vector.required("caps");

    assertCaps(sdmf, caps.required("SSK"));
    assertCaps(mdmf, caps.required("MDMF"));
    assertCaps(new DirectoryWriteCap(sdmf), caps.required("DIR2"));
    assertCaps(new DirectoryWriteCap(mdmf), caps.required("DIR2-MDMF"));
    assertThat(sdmf.index()).hasToString(vector.get("storage_index_b32").textValue());
    assertThat(mdmf.index()).isEqualTo(sdmf.index());
  }

  private static void assertCaps(WriteCap cap, JsonNode expected) {
    assertThat(cap.text()).isEqualTo(expected.get("write").textValue());
    assertThat(cap.readOnly().text()).isEqualTo(expected.get("readonly").textValue());
    assertThat(cap.verifier().map(Capability::text)).contains(expected.get("verify").textValue());
  }

  static Stream<JsonNode> keys() {
    JsonNode vectors = Vectors.load(Vectors.class, "/vectors/keys.json");
    return StreamSupport.stream(vectors.required("rsa_keys").spliterator(), false);
  }
}
