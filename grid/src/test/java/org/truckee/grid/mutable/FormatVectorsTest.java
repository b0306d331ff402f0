package org.truckee.grid.mutable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.ReadKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.HashTreeShape;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.storage.ShareUpdate.Write;

/** Every byte of shares is as the reference writes it. */
class FormatVectorsTest {
  static Stream<MutableVectors.Case> cases() {
    return MutableVectors.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharesAreWrittenByteForByte(MutableVectors.Case vector) {
    Geometry geometry = vector.geometry();
    FileKeys keys = vector.keys();
    SealedVersion sealed = seal(vector, keys);
    assertThat(sealed.version().header().signedBytes())
        .isEqualTo(MutableVectors.hex(vector.json().get("signed_bytes")));
    assertThat(keys.publicKey().verify(sealed.version().header().signedBytes(), vector.signature()))
        .isTrue();
    MutableBlockRun blocks = encipher(vector, keys);
    SortedMap<Integer, String> hashes = new TreeMap<>();
    for (int share = 0; share < geometry.total(); share++) {
      byte[] bytes = assemble(sealed.writes(share, blocks, share), sealed.version().layout().end());
      hashes.put(share, HexFormat.of().formatHex(Hashes.sha256(bytes)));
      byte[] recorded = vector.shares().get(share);
      if (recorded != null) {
        assertThat(bytes).as("share %d", share).isEqualTo(recorded);
      }
    }
    assertThat(hashes).containsAllEntriesOf(vector.shareHashes());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharesAreParsed(MutableVectors.Case vector) throws Exception {
    for (byte[] share : vector.shares().values()) {
      Version version = Version.parse(Arrays.copyOf(share, Math.min(share.length, 123)));
      assertThat(version).isEqualTo(seal(vector, vector.keys()).version());
      assertThat(version.layout().end()).isEqualTo(share.length);
    }
  }

  private static MutableBlockRun encipher(MutableVectors.Case vector, FileKeys keys) {
    Geometry geometry = vector.geometry();
    byte[] plaintext = vector.plaintext();
    ReadKey readKey = keys.writeKey().readKey();
    int[] all = IntStream.range(0, geometry.total()).toArray();
    MutableBlockRun run = new MutableBlockRun(geometry, 0, geometry.segments(), all);
    for (int segment = 0; segment < geometry.segments(); segment++) {
      byte[] array = MutableBlockRun.segmentArray(geometry, segment);
      int offset = (int) geometry.segmentOffset(segment);
      System.arraycopy(plaintext, offset, array, 0, geometry.segmentLength(segment));
      run.encipher(segment, array, readKey, vector.salts().get(segment));
    }
    return run;
  }

  private static SealedVersion seal(MutableVectors.Case vector, FileKeys keys) {
    Geometry geometry = vector.geometry();
    MutableBlockRun run = encipher(vector, keys);
    BlockHashes hashes = new BlockHashes(geometry);
    IntStream.range(0, geometry.segments()).forEach(segment -> hashes.putAll(run, segment));
    BlockHashes.Trees trees = hashes.trees();
    Optional<Salt> iv =
        vector.format() == MutableFormat.SDMF
            ? Optional.of(vector.salts().getFirst())
            : Optional.empty();
    VersionHeader header = new VersionHeader(vector.sequenceNumber(), trees.root(), iv, geometry);
    byte[] publicKey = keys.publicKey().der();
    byte[] privateKey = keys.encipheredPrivateKey();
    MutableShareLayout layout =
        MutableShareLayout.ofNew(geometry, publicKey.length, privateKey.length, 256);
    return new SealedVersion(
        new Version(header, layout), vector.signature(), publicKey, privateKey, trees);
  }

  private static byte[] assemble(List<Write> writes, long length) {
    byte[] share = new byte[(int) length];
    writes.forEach(
        write ->
            System.arraycopy(write.data(), 0, share, (int) write.offset(), write.data().length));
    return share;
  }

  @Test
  void keysAndCapsFollowFromThePrivateKey() throws Exception {
    for (JsonNode json : MutableVectors.part("keys")) {
      FileKeys keys = MutableVectors.keys(json.get("name").textValue());
      assertThat(keys.writeKey().bytes()).isEqualTo(MutableVectors.hex(json.get("writekey")));
      assertThat(keys.publicKey().der())
          .isEqualTo(MutableVectors.base64(json.get("public_der_spki_b64")));
      assertThat(keys.encipheredPrivateKey())
          .isEqualTo(MutableVectors.base64(json.get("encprivkey_b64")));
      MutableWriteCap cap = keys.cap(MutableFormat.SDMF);
      assertThat(cap.text()).isEqualTo(json.get("caps").get("SSK").get("write").textValue());
      assertThat(keys.cap(MutableFormat.MDMF).verifyCap().text())
          .isEqualTo(json.get("caps").get("MDMF").get("verify").textValue());
      assertThat(FileKeys.decipher(cap, keys.encipheredPrivateKey())).isPresent();
      byte[] damaged = keys.encipheredPrivateKey();
      damaged[700] ^= 1;
      assertThat(FileKeys.decipher(cap, damaged)).isEmpty();
    }
  }

  @Test
  void signaturesAreValidOnlyInTheOneForm() {
    for (JsonNode json : MutableVectors.part("signatures")) {
      FileKeys keys = MutableVectors.keys(json.get("key").textValue());
      assertThat(
              keys.publicKey()
                  .verify(
                      MutableVectors.hex(json.get("message")),
                      MutableVectors.hex(json.get("signature"))))
          .as(json.get("label").textValue())
          .isEqualTo(json.get("valid").booleanValue());
    }
  }

  @Test
  void privateKeysOfOtherKindsAreRejected() {
    for (JsonNode json : MutableVectors.part("rejected_private_keys")) {
      assertThatThrownBy(
              () -> RsaPrivateKey.fromDer(MutableVectors.base64(json.get("der_pkcs8_b64"))))
          .as(json.get("label").textValue())
          .isInstanceOf(KeyFormatException.class);
    }
  }

  @Test
  void keysOfSegmentsFollowFromTheirSalts() {
    for (JsonNode json : MutableVectors.part("derivations").get("data_keys")) {
      ReadKey readKey = new ReadKey(MutableVectors.hex(json.get("readkey")));
      assertThat(new Salt(MutableVectors.hex(json.get("salt"))).dataKey(readKey).bytes())
          .isEqualTo(MutableVectors.hex(json.get("datakey")));
    }
  }

  @Test
  void leavesAndTreesAreHashedAsTheyShouldBe() {
    JsonNode derivations = MutableVectors.part("derivations");
    for (JsonNode json : derivations.get("block_hashes")) {
      byte[] block = MutableVectors.hex(json.get("block"));
      assertThat(HashTag.BLOCK.hash(block)).isEqualTo(MutableVectors.hex(json.get("sdmf_leaf")));
      assertThat(
              HashTag.BLOCK
                  .hasher()
                  .update(MutableVectors.hex(json.get("salt")))
                  .update(block)
                  .digest())
          .isEqualTo(MutableVectors.hex(json.get("mdmf_leaf")));
    }
    for (JsonNode json : derivations.get("block_hash_tree")) {
      byte[] leaves = concatenation(json.get("leaves"));
      assertThat(HashTree.over(leaves).bytes())
          .isEqualTo(concatenation(json.get("tree_nodes_in_stored_order")));
    }
  }

  @Test
  void chainsHaveTheSiblingsOnTheWayUp() {
    for (JsonNode json : MutableVectors.part("derivations").get("share_hash_chain_indices")) {
      HashTreeShape shape = new HashTreeShape(json.get("n").intValue());
      assertThat(shape.firstLeaf()).isEqualTo(json.get("first_leaf_node").intValue());
      json.get("chain")
          .properties()
          .forEach(
              each -> {
                List<Integer> nodes = new ArrayList<>();
                each.getValue().forEach(node -> nodes.add(node.intValue()));
                assertThat(shape.neededHashes(Integer.parseInt(each.getKey())))
                    .containsExactlyInAnyOrderElementsOf(nodes);
              });
    }
  }

  private static byte[] concatenation(JsonNode hashes) {
    byte[] all = new byte[hashes.size() * 32];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(MutableVectors.hex(hashes.get(i)), 0, all, 32 * i, 32);
    }
    return all;
  }
}
