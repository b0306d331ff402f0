package org.truckee.firstgen.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.firstgen.OldVectors.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.peers.Peers;
import org.truckee.firstgen.peers.StoragePeer;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.MemoryShares;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.share.ShareHeader;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.ClientSecret;
import org.truckee.firstgen.uri.FileKey;
import org.truckee.firstgen.uri.LeaseSecrets;
import org.truckee.firstgen.uri.LiteralUri;
import org.truckee.firstgen.uri.OldStorageIndex;
import org.truckee.firstgen.uri.OldUri;

/** Complete uploads as the program of 2007 made them, share by share. */
@UsesVectors({"uploads", "permuted_peers", "tahoe3_first_round", "tahoe3_lease_secrets"})
final class UploadVectorsTest {

  static Stream<JsonNode> literals() {
    return uploads(ShareLayout.A).filter(upload -> !upload.has("key"));
  }

  static Stream<JsonNode> layoutA() {
    return uploads(ShareLayout.A).filter(upload -> upload.has("key"));
  }

  static Stream<JsonNode> layoutB() {
    return uploads(ShareLayout.B);
  }

  private static Stream<JsonNode> uploads(ShareLayout layout) {
    String name = layout == ShareLayout.A ? "layout_a" : "layout_b";
    return OldVectors.stream(OldVectors.get("uploads").path(name));
  }

  private static EncodingParameters parameters(JsonNode upload) {
    JsonNode numbers = upload.path("encoding_parameters");
    return new EncodingParameters(
        numbers.path(0).asInt(), numbers.path(1).asInt(), numbers.path(2).asInt());
  }

  private static byte[] plaintext(JsonNode upload) {
    return OldVectors.plaintext(
        upload.path("size").asInt(), upload.path("plaintext_rule_seed").asInt());
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  @ParameterizedTest
  @MethodSource("literals")
  void aSmallFileIsItsOwnName(JsonNode upload) throws Exception {
    assertThat(OldUri.parse(upload.path("uri").asText()))
        .isEqualTo(new LiteralUri(plaintext(upload)));
    assertThat(sha256(plaintext(upload))).isEqualTo(bytes(upload, "plaintext_sha256"));
    Uploader uploader =
        new Uploader(
            () -> List.of(),
            new ClientSecret(new byte[16]),
            () -> parameters(upload),
            new Uploader.Options(
                ShareLayout.A,
                upload.path("max_segment_size").asInt(),
                Optional.empty(),
                Duration.ofSeconds(10)));
    assertThat(uploader.upload(plaintext(upload)).text()).isEqualTo(upload.path("uri").asText());
  }

  @ParameterizedTest
  @MethodSource("layoutA")
  void theSharesOfAugustAreTheSame(JsonNode upload) throws Exception {
    MemoryShares shares = encode(upload, upload, ShareLayout.A);
    assertThat(sha256(plaintext(upload))).isEqualTo(bytes(upload, "plaintext_sha256"));
    byte[] first = shares.share(0);
    byte[] extension = bytes(upload, "uri_extension");
    assertThat(first).endsWith(extension).hasSize(upload.path("share_length").asInt());
    int total = upload.path("num_shares").asInt();
    assertThat(shares.closed()).hasSize(total);
    JsonNode hashes = upload.path("share_hashes_indices");
    assertThat(shareHashes(first)).isEqualTo(numbers(hashes.path("0")));
    assertThat(shareHashes(shares.share(total - 1))).isEqualTo(numbers(hashes.path("last")));
  }

  /** The numbers of the hashes that a share has of the tree over all of them. */
  private static List<Integer> shareHashes(byte[] share) {
    ShareHeader header = ShareHeader.parse(share);
    ByteBuffer bytes = ByteBuffer.wrap(share);
    List<Integer> numbers = new ArrayList<>();
    for (int at = header.shareHashes(); at < header.extension(); at += 2 + 32) {
      numbers.add((int) bytes.getShort(at));
    }
    return numbers;
  }

  private static List<Integer> numbers(JsonNode array) {
    return OldVectors.stream(array).map(JsonNode::asInt).toList();
  }

  @ParameterizedTest
  @MethodSource("layoutB")
  void theSharesOfSeptemberAreTheSame(JsonNode shares) throws Exception {
    JsonNode upload =
        layoutA().filter(a -> a.path("name").equals(shares.path("name"))).findFirst().orElseThrow();
    assertThat(shares.path("size")).isEqualTo(upload.path("size"));
    encode(upload, shares, ShareLayout.B);
  }

  private static MemoryShares encode(JsonNode upload, JsonNode expected, ShareLayout layout)
      throws Exception {
    byte[] plaintext = plaintext(upload);
    EncodingParameters parameters = parameters(upload);
    SegmentPlan plan =
        SegmentPlan.of(plaintext.length, parameters, upload.path("max_segment_size").asInt());
    FileKey key = ContentKey.of(Uploadable.of(plaintext));
    assertThat(key.bytes()).isEqualTo(bytes(upload, "key"));
    assertThat(key.storageIndex().bytes()).isEqualTo(bytes(upload, "storage_index"));
    assertThat(key.storageIndex()).hasToString(upload.path("storage_index_dirname").asText());
    MemoryShares shares = new MemoryShares();
    ChkUri uri =
        new Encoder(plan, key, layout, shares.sinks(parameters.total()), parameters.desired())
            .run(new ByteArrayInputStream(plaintext));
    assertThat(uri.text()).isEqualTo(upload.path("uri").asText());
    assertThat(uri.refreshCapability()).contains(upload.path("refresh_capability").asText());
    assertThat(uri.extensionHash().bytes()).isEqualTo(bytes(upload, "uri_extension_hash"));
    compare(expected, shares, parameters.total(), layout);
    assertThat(new Downloader(shares, new Random(1)).bytes(uri, plaintext.length))
        .isEqualTo(plaintext);
    return shares;
  }

  private static void compare(JsonNode expected, MemoryShares shares, int total, ShareLayout layout)
      throws Exception {
    assertThat(shares.closed()).hasSize(total);
    assertThat(shares.share(0)).hasSize(expected.path("share_length").asInt());
    byte[] header = bytes(expected, "share_header");
    assertThat(header).hasSize(layout.headerLength());
    for (int number = 0; number < total; number++) {
      assertThat(shares.share(number)).startsWith(header);
    }
    HexFormat hex = HexFormat.of();
    if (expected.has("share_0_hex")) {
      assertThat(hex.formatHex(shares.share(0))).isEqualTo(expected.path("share_0_hex").asText());
    }
    if (expected.has("share_last_hex")) {
      assertThat(hex.formatHex(shares.share(total - 1)))
          .isEqualTo(expected.path("share_last_hex").asText());
    }
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    IntStream.range(0, total).forEach(number -> all.update(shares.share(number)));
    String together = hex.formatHex(all.digest());
    assertThat(expected.path("share_sha256").properties()).isNotEmpty();
    for (Map.Entry<String, JsonNode> digest : expected.path("share_sha256").properties()) {
      String found =
          switch (digest.getKey()) {
            case "all_concatenated_in_order" -> together;
            case "last" -> hex.formatHex(sha256(shares.share(total - 1)));
            default -> hex.formatHex(sha256(shares.share(Integer.parseInt(digest.getKey()))));
          };
      assertThat(found).as(digest.getKey()).isEqualTo(digest.getValue().asText());
    }
  }

  private static List<StoragePeer> permuted(List<JsonNode> ids, OldStorageIndex index) {
    Peers peers =
        () -> ids.stream().map(id -> new StoragePeer(new TubId(bytes(id)), NoClient.NONE)).toList();
    return peers.permuted(index);
  }

  /** A client that nobody asks. */
  private static final class NoClient {
    static final OldRemote.Client NONE =
        (OldRemote.Client)
            Proxy.newProxyInstance(
                NoClient.class.getClassLoader(),
                new Class<?>[] {OldRemote.Client.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "hashCode" -> 1;
                      case "equals" -> proxy == arguments[0];
                      default -> "nobody";
                    });
  }

  @Test
  void peersAreInTheirOrder() {
    JsonNode vector = OldVectors.get("permuted_peers");
    OldStorageIndex index = new OldStorageIndex(bytes(vector, "storage_index"));
    assertThat(
            permuted(OldVectors.items(vector.path("peerids")), index).stream()
                .map(peer -> peer.nodeId().bytes()))
        .containsExactlyElementsOf(
            OldVectors.stream(vector.path("permuted")).map(peer -> bytes(peer, "peerid")).toList());
    OldVectors.stream(vector.path("permuted"))
        .forEach(
            peer ->
                assertThat(Peers.place(index, new TubId(bytes(peer, "peerid"))))
                    .isEqualTo(bytes(peer, "position_hex")));
  }

  @Test
  void everyShareHasThePeerBeforeIt() {
    JsonNode peers = OldVectors.get("permuted_peers");
    OldStorageIndex index = new OldStorageIndex(bytes(peers, "storage_index"));
    OldVectors.stream(OldVectors.get("tahoe3_first_round"))
        .forEach(
            round ->
                assertThat(
                        assigned(
                            permuted(OldVectors.items(peers.path("peerids")), index),
                            index,
                            all(round.path("total_shares").asInt()),
                            round.path("total_shares").asInt()))
                    .isEqualTo(sets(round.path("assignment"))));
  }

  /** Two of the uploads went to a grid that had not all of the peers yet. */
  private static int peers(String upload) {
    return switch (upload) {
      case "chk-100-1of1" -> 1;
      case "chk-1024-seg256" -> 3;
      default -> 5;
    };
  }

  @ParameterizedTest
  @MethodSource("layoutA")
  void theSharesOfUploadsWentToTheSamePeers(JsonNode upload) {
    OldStorageIndex index = new OldStorageIndex(bytes(upload, "storage_index"));
    List<JsonNode> ids =
        OldVectors.items(OldVectors.get("permuted_peers").path("peerids"))
            .subList(0, peers(upload.path("name").asText()));
    int total = parameters(upload).total();
    Map<String, Set<Integer>> found = assigned(permuted(ids, index), index, all(total), total);
    found.values().removeIf(Set::isEmpty);
    assertThat(found).isEqualTo(sets(upload.path("placement")));
  }

  private static String hex(StoragePeer peer) {
    return HexFormat.of().formatHex(peer.nodeId().bytes());
  }

  private static Set<Integer> all(int total) {
    return new TreeSet<>(IntStream.range(0, total).boxed().toList());
  }

  private static Map<String, Set<Integer>> assigned(
      List<StoragePeer> peers, OldStorageIndex index, Set<Integer> homeless, int total) {
    List<Set<Integer>> shares =
        ShareRing.assign(
            peers.stream().map(peer -> Peers.place(index, peer.nodeId())).toList(),
            homeless,
            total);
    Map<String, Set<Integer>> assigned = new HashMap<>();
    for (int i = 0; i < peers.size(); i++) {
      assigned.put(hex(peers.get(i)), shares.get(i));
    }
    return assigned;
  }

  private static Map<String, Set<Integer>> sets(JsonNode assignment) {
    Map<String, Set<Integer>> sets = new HashMap<>();
    for (Map.Entry<String, JsonNode> peer : assignment.properties()) {
      Set<Integer> numbers = new TreeSet<>();
      peer.getValue().forEach(number -> numbers.add(number.asInt()));
      sets.put(peer.getKey(), numbers);
    }
    return sets;
  }

  @Test
  void peersAreAskedWithTheirSecretsForSoMuchSpace() {
    JsonNode lease = OldVectors.get("lease_secrets");
    OldStorageIndex index = new OldStorageIndex(bytes(lease, "storage_index"));
    ClientSecret secret = new ClientSecret(bytes(lease, "secret"));
    OldVectors.stream(OldVectors.get("tahoe3_lease_secrets"))
        .forEach(
            vector -> {
              LeaseSecrets leases = secret.leases(index, new TubId(bytes(vector, "peerid")));
              assertThat(leases.renew().bytes()).isEqualTo(bytes(vector, "renew"));
              assertThat(leases.cancel().bytes()).isEqualTo(bytes(vector, "cancel"));
            });
    OldVectors.stream(OldVectors.get("tahoe3_first_round"))
        .forEach(
            round -> {
              SegmentPlan plan = new SegmentPlan(1000, 1002, 3, round.path("total_shares").asInt());
              assertThat(ShareHeader.of(ShareLayout.A, plan).allocatedSize())
                  .isEqualTo(round.path("allocated_size_layout_a").asInt());
              assertThat(ShareHeader.of(ShareLayout.B, plan).allocatedSize())
                  .isEqualTo(round.path("allocated_size_layout_b").asInt());
            });
  }
}
