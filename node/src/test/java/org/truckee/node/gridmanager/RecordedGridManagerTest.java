package org.truckee.node.gridmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.Ed25519PublicKey;
import org.truckee.node.directory.JsonFile;
import org.truckee.wire.gridmanager.GridManagers;
import org.truckee.wire.gridmanager.SignedCertificate;

/** A grid manager that Tahoe-LAFS 1.20 has made and kept. */
class RecordedGridManagerTest {
  private static final String CONFIG =
      """
      {
          "grid_manager_config_version": 0,
          "private_key": "priv-v0-jdg676int5zqmqdfu43uxeel5btzvddqltys5v5eu537kpkzgo5q",
          "storage_servers": {
              "alice": {
                  "public_key": "pub-v0-hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq"
              }
          }
      }
      """;

  private static final String CERTIFICATE =
      "{\n"
          + "    \"certificate\":"
          + " \"{\\\"expires\\\":\\\"2031-11-29T03:59:51.151550+00:00\\\",\\\"public_key\\\":\\\"pub-v0-hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq\\\",\\\"version\\\":1}\",\n"
          + "    \"signature\":"
          + " \"dm2kqhczsyn4z7dbdigzs25xgrmcqwpepizbn2fzamo436p6xycpjsvh7gqtsjn47ldsg44rtuw57qvxg6novvyjr4m7z6vvbzdl6cy\"\n"
          + "}";

  private static final String ALICE = "v0-hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq";
  private static final Instant SIGNED = Instant.parse("2026-11-30T03:59:51.151550Z");

  @TempDir private Path directory;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(directory.resolve("config.json"), CONFIG);
    Files.writeString(directory.resolve("alice.cert.0"), CERTIFICATE);
  }

  @Test
  void itIsReadAndWrittenAsItWas() throws Exception {
    GridManagerStore store = GridManagerStore.open(directory);
    assertThat(store.manager().publicIdentity())
        .isEqualTo("pub-v0-poyeimpy476xivfxm2zqicrl44wrmigb2ze22omlrwgrhlxdslpq");
    assertThat(store.list(SIGNED))
        .containsExactly(
            "alice: pub-" + ALICE,
            "       cert 0: valid until 2031-11-29 03:59:51.151550+00:00 (5 years in the future)");
    assertThat(store.save(store.manager())).isEqualTo(CONFIG);
    assertThat(Files.readString(directory.resolve("config.json"))).isEqualTo(CONFIG);
  }

  @Test
  void itsCertificateIsMadeByteForByteAndPermitsItsServer() throws Exception {
    GridManagerStore store = GridManagerStore.open(directory);
    assertThat(store.sign("alice", 1825, SIGNED)).isEqualTo(CERTIFICATE);
    assertThat(Files.readString(directory.resolve("alice.cert.1"))).isEqualTo(CERTIFICATE);
    SignedCertificate certificate =
        SignedCertificate.of(JsonFile.read(directory.resolve("alice.cert.0")).orElseThrow());
    GridManagers.Permission permission =
        new GridManagers(Map.of("fred", Ed25519PublicKey.parse(store.manager().publicIdentity())))
            .permission(ALICE, List.of(certificate));
    assertThat(permission.holds(SIGNED)).isTrue();
    assertThat(permission.holds(Instant.parse("2031-11-29T03:59:51.151550Z"))).isFalse();
  }
}
