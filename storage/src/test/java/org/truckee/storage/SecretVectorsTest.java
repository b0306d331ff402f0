package org.truckee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Secret;
import org.truckee.crypto.TubId;
import org.truckee.crypto.Vectors;

/** Secrets are made as the reference makes them. */
class SecretVectorsTest {
  private static final JsonNode VECTORS =
      Vectors.load(SecretVectorsTest.class, "/vectors/storage-server.json");

  @Test
  void writeEnablersAreMadeForEachServer() {
    for (JsonNode node : VECTORS.required("write_enabler_derivation")) {
      WriteEnabler enabler =
          WriteEnabler.of(
              new WriteKey(Vectors.bytes(node.required("writekey"))),
              new TubId(Vectors.bytes(node.required("tub_id"))));
      assertThat(enabler.bytes()).isEqualTo(Vectors.bytes(node.required("write_enabler")));
    }
  }

  @Test
  void storedSecretsAreBlake2bHashes() {
    for (JsonNode node : VECTORS.required("stored_secret_hash_blake2b_256")) {
      assertThat(Hashes.blake2b256(Vectors.bytes(node.required("secret"))))
          .isEqualTo(Vectors.bytes(node.required("stored")));
    }
  }

  @Test
  void secretsDoNotShowThemselves() {
    LeaseSecret secret = new LeaseSecret(new byte[32]);
    assertThat(new LeaseSecrets(secret, secret))
        .hasToString("LeaseSecrets[renew=LeaseSecret[secret], cancel=LeaseSecret[secret]]");
  }

  /** The write key of a mutable file. */
  private static final class WriteKey extends Secret {
    WriteKey(byte[] bytes) {
      super(bytes, 16);
    }
  }
}
