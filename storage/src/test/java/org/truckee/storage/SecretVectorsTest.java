package org.truckee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.crypto.Vectors;

/** Secrets are made as the reference makes them. */
class SecretVectorsTest {
  private static final JsonNode VECTORS =
      Vectors.load(SecretVectorsTest.class, "/vectors/storage-server.json");

  @Test
  void leaseSecretsAreMadeForEachFileAndServer() {
    int checked = 0;
    for (JsonNode node : VECTORS.required("lease_secret_derivation")) {
      ClientLeaseSecret secret =
          new ClientLeaseSecret(Vectors.bytes(node.required("lease_master_secret")));
      for (JsonNode file : node.required("files")) {
        StorageIndex index = new StorageIndex(Vectors.bytes(file.required("storage_index")));
        for (JsonNode server : file.required("servers")) {
          TubId tub = new TubId(Vectors.bytes(server.required("tub_id")));
          LeaseSecrets secrets = secret.secretsFor(index, tub);
          assertThat(secrets.renew().bytes())
              .isEqualTo(Vectors.bytes(server.required("lease_renew_secret")));
          assertThat(secrets.cancel().bytes())
              .isEqualTo(Vectors.bytes(server.required("lease_cancel_secret")));
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(5);
  }

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
    ClientLeaseSecret secret = new ClientLeaseSecret(new byte[32]);
    LeaseSecrets leases =
        secret.secretsFor(new StorageIndex(new byte[16]), new TubId(new byte[20]));
    assertThat(secret + " " + leases)
        .isEqualTo(
            "ClientLeaseSecret[secret] "
                + "LeaseSecrets[renew=LeaseSecret[secret], cancel=LeaseSecret[secret]]");
  }

  /** The write key of a mutable file. */
  private static final class WriteKey extends Secret {
    WriteKey(byte[] bytes) {
      super(bytes, 16);
    }
  }
}
