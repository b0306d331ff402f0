package org.truckee.firstgen.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.truckee.firstgen.OldVectors.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;
import org.truckee.firstgen.hash.OldTag;

@UsesVectors({"literal_uris", "chk_uris", "dirnode_keys", "child_name_hash", "lease_secrets"})
final class UriVectorsTest {

  static Stream<JsonNode> literals() {
    return OldVectors.stream(OldVectors.get("literal_uris"));
  }

  @ParameterizedTest
  @MethodSource("literals")
  void aLiteralIsItsOwnName(JsonNode vector) {
    LiteralUri uri = new LiteralUri(bytes(vector, "data"));
    assertThat(uri.text()).isEqualTo(vector.path("uri").asText());
    assertThat(OldUri.parse(uri.text())).isEqualTo(uri);
    assertThat(uri.refreshCapability()).isEmpty();
  }

  static Stream<JsonNode> files() {
    return OldVectors.stream(OldVectors.get("chk_uris"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileInSharesHasItsName(JsonNode vector) {
    ChkUri uri =
        new ChkUri(
            new FileKey(bytes(vector, "key")),
            new ExtensionHash(bytes(vector, "uri_extension_hash")),
            vector.path("needed_shares").asInt(),
            vector.path("total_shares").asInt(),
            vector.path("size").asLong());
    assertThat(uri.text()).isEqualTo(vector.path("uri").asText());
    assertThat(OldUri.parse(uri.text())).isEqualTo(uri);
    assertThat(uri.storageIndex().bytes()).isEqualTo(bytes(vector, "storage_index"));
    assertThat(uri.refreshCapability()).contains(vector.path("refresh_capability").asText());
    assertThat(uri.toString()).doesNotContain(uri.text().substring(8, 34));
  }

  static Stream<JsonNode> directories() {
    return OldVectors.stream(OldVectors.get("dirnode_keys"));
  }

  @ParameterizedTest
  @MethodSource("directories")
  void aDirectoryHasItsKeys(JsonNode vector) {
    WritableDirectoryUri uri =
        new WritableDirectoryUri(
            vector.path("furl").asText(), new WriteKey(bytes(vector, "writekey")));
    assertThat(uri.text()).isEqualTo(vector.path("rw_uri").asText());
    assertThat(uri.writeKey().writeEnabler().bytes()).isEqualTo(bytes(vector, "write_enabler"));
    assertThat(uri.readKey().bytes()).isEqualTo(bytes(vector, "readkey"));
    assertThat(uri.index().bytes()).isEqualTo(bytes(vector, "index"));
    assertThat(uri.index()).hasToString(vector.path("index_filename").asText());
    assertThat(uri.readOnly().text()).isEqualTo(vector.path("ro_uri").asText());
    assertThat(uri.refreshCapability()).contains(vector.path("refresh_capability").asText());
    assertThat(uri.readOnly().refreshCapability()).isEqualTo(uri.refreshCapability());
    assertThat(OldUri.parse(uri.text())).isEqualTo(uri);
    assertThat(OldUri.parse(uri.readOnly().text())).isEqualTo(uri.readOnly());
    assertThat(uri.isReadOnly()).isFalse();
    assertThat(uri.readOnly().isReadOnly()).isTrue();
    assertThat(uri.readOnly().isMutable()).isTrue();
  }

  static Stream<JsonNode> names() {
    return OldVectors.stream(OldVectors.get("child_name_hash"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsHiddenInAHash(JsonNode vector) {
    ReadKey key = new ReadKey(bytes(vector, "readkey"));
    assertThat(key.childNameHash(bytes(vector, "name"))).isEqualTo(bytes(vector, "h_name"));
  }

  @Test
  void theSecretsOfLeasesFollowFromTheClients() {
    JsonNode vector = OldVectors.get("lease_secrets");
    ClientSecret secret = ClientSecret.parse(vector.path("secret_file_line").asText() + "\n");
    assertThat(secret.bytes()).isEqualTo(bytes(vector, "secret"));
    assertThat(secret.line()).isEqualTo(vector.path("secret_file_line").asText());
    LeaseSecrets leases =
        secret.leases(
            new OldStorageIndex(bytes(vector, "storage_index")),
            new TubId(bytes(vector, "peerid")));
    assertThat(leases.renew().bytes()).isEqualTo(bytes(vector, "bucket_renewal"));
    assertThat(leases.cancel().bytes()).isEqualTo(bytes(vector, "bucket_cancel"));
    byte[] index = bytes(vector, "storage_index");
    byte[] server = bytes(vector, "peerid");
    byte[] renewal = bytes(vector, "client_renewal");
    assertThat(OldTag.hashWith(secret.bytes(), "bucket_renewal_secret".getBytes()))
        .isEqualTo(renewal);
    assertThat(OldTag.FILE_RENEWAL.hashPair(renewal, index))
        .isEqualTo(bytes(vector, "file_renewal"));
    assertThat(OldTag.BUCKET_RENEWAL.hashPair(bytes(vector, "file_renewal"), server))
        .isEqualTo(leases.renew().bytes());
    byte[] cancel = bytes(vector, "client_cancel");
    assertThat(OldTag.hashWith(secret.bytes(), "bucket_cancel_secret".getBytes()))
        .isEqualTo(cancel);
    assertThat(OldTag.FILE_CANCEL.hashPair(cancel, index)).isEqualTo(bytes(vector, "file_cancel"));
    assertThat(OldTag.BUCKET_CANCEL.hashPair(bytes(vector, "file_cancel"), server))
        .isEqualTo(leases.cancel().bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "URI:",
        "URI:DIR2:xyz",
        "URI:LIT:b",
        "URI:LIT:0",
        "URI:CHK:",
        "URI:CHK:yyyoryarywdyqnyjbefoadeqbh:gc3ugc3u:3:10:100",
        "URI:CHK:yyyoryarywdyqnyjbefoadeqbh:"
            + "gc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3o:3:10:-1",
        "URI:CHK:yyyoryarywdyqnyjbefoadeqbh:"
            + "gc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3o:0:10:100",
        "URI:CHK:yyyoryarywdyqnyjbefoadeqbh:"
            + "gc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3ugc3o:3:257:100",
        "URI:DIR:pb://a@b/vdrive:yy",
        "URI:DIR:yyyoryarywdyqnyjbefoadeqbh",
        "URI:DIR-RO:pb://a b@c/vdrive:yyyoryarywdyqnyjbefoadeqbh",
      })
  void whatIsNoUriIsRefused(String text) {
    assertThatThrownBy(() -> OldUri.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileIsNoDirectory() {
    assertThatThrownBy(() -> DirectoryUri.parse("URI:LIT:cr"))
        .hasMessageContaining("not a directory");
    assertThat(FileUri.parse("URI:LIT:cr").size()).isEqualTo(1);
    assertThatThrownBy(() -> OldUri.parse("http://example.org/secret"))
        .hasMessage("unknown URI type: http://exa..");
  }
}
