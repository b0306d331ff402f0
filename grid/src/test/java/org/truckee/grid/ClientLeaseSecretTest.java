package org.truckee.grid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;

/** The secrets of leases are made as the reference makes them. */
class ClientLeaseSecretTest {
  @Test
  void leaseSecretsAreMadeForEachFileAndServer() throws Exception {
    int checked = 0;
    for (JsonNode node : vectors().required("lease_secret_derivation")) {
      ClientLeaseSecret secret = new ClientLeaseSecret(bytes(node, "lease_master_secret"));
      for (JsonNode file : node.required("files")) {
        StorageIndex index = new StorageIndex(bytes(file, "storage_index"));
        for (JsonNode server : file.required("servers")) {
          assertThat(secret.forFile(index).on(server(bytes(server, "tub_id"))))
              .isEqualTo(
                  new LeaseSecrets(
                      new LeaseSecret(bytes(server, "lease_renew_secret")),
                      new LeaseSecret(bytes(server, "lease_cancel_secret"))));
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(5);
  }

  private static GridServer server(byte[] leaseSeed) {
    GridServer any = TestGrid.of(1).connected().getFirst();
    return new GridServer(any.id(), "", any.permutationSeed(), leaseSeed, any.storage(), true);
  }

  /** What was recorded for the storage module is among its test fixtures. */
  private static JsonNode vectors() throws IOException {
    try (InputStream in =
        ClientLeaseSecretTest.class.getResourceAsStream("/vectors/storage-server.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static byte[] bytes(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.required(field).textValue());
  }
}
