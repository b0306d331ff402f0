package org.truckee.grid.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;

/** The order of servers and the secrets that they get are those of the reference. */
class ServerOrderTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void serversComeInTheRecordedOrder() throws Exception {
    for (JsonNode recorded : vectors().get("server_permutation")) {
      StorageIndex index = new StorageIndex(hex(recorded, "storage_index_hex"));
      List<GridServer> servers = new ArrayList<>();
      for (JsonNode seed : recorded.get("seeds_hex")) {
        servers.add(server(seed.textValue()));
      }
      Collections.reverse(servers);
      List<String> expected = new ArrayList<>();
      recorded
          .get("order")
          .forEach(i -> expected.add(recorded.get("seeds_hex").get(i.intValue()).textValue()));
      assertThat(ServerOrder.WITHOUT_PREFERENCE.of(servers, index))
          .map(server -> server.id().longName())
          .isEqualTo(expected);
    }
  }

  @Test
  void preferredServersComeFirstAndKeepTheirOrder() {
    List<GridServer> servers = TestGrid.of(20).connected();
    StorageIndex index = new StorageIndex(new byte[16]);
    List<GridServer> order = ServerOrder.WITHOUT_PREFERENCE.of(servers, index);
    GridServer last = order.get(19);
    GridServer lastButOne = order.get(18);
    assertThat(new ServerOrder(Set.of(last.id(), lastButOne.id())).of(servers, index))
        .startsWith(lastButOne, last)
        .containsAll(order);
  }

  @Test
  void leaseSecretsFollowFromThatOfTheClient() throws Exception {
    JsonNode recorded = vectors().get("lease_secret_chain");
    GridServer any = server("00");
    GridServer server =
        new GridServer(
            any.id(),
            "",
            any.permutationSeed(),
            hex(recorded, "lease_seed_hex"),
            any.storage(),
            true);
    ClientLeaseSecret client = new ClientLeaseSecret(hex(recorded, "lease_secret_hex"));
    StorageIndex index = new StorageIndex(hex(recorded, "storage_index_hex"));
    assertThat(client.forFile(index).on(server))
        .isEqualTo(
            new LeaseSecrets(
                new LeaseSecret(hex(recorded, "bucket_renewal_hex")),
                new LeaseSecret(hex(recorded, "bucket_cancel_hex"))));
    assertThat(client.toString()).isEqualTo("ClientLeaseSecret[secret]");
  }

  private static GridServer server(String seed) {
    GridServer template = TestGrid.of(1).connected().getFirst();
    return new GridServer(
        new ServerId(seed), "", HEX.parseHex(seed), template.leaseSeed(), template.storage(), true);
  }

  private static byte[] hex(JsonNode recorded, String field) {
    return HEX.parseHex(recorded.get(field).textValue());
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in = ServerOrderTest.class.getResourceAsStream("servers.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
