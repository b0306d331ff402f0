package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hash function against the values that were recorded from the reference. */
class HashVectorsTest {
  private static final JsonNode VECTORS =
      Vectors.load(HashVectorsTest.class, "/vectors/crypto.json");

  @ParameterizedTest
  @MethodSource("taggedHashes")
  void aTaggedHashIsTruncatedAsAskedFor(JsonNode vector) {
    TaggedHasher hasher =
        Hashes.hasher(ascii(vector.get("tag")), vector.get("truncate_to").asInt(32));

    assertThat(hex(hasher.update(Vectors.bytes(vector.get("value_hex"))).digest()))
        .isEqualTo(vector.get("digest_hex").textValue());
  }

  @ParameterizedTest
  @MethodSource("taggedPairHashes")
  void aPairHashFramesBothValues(JsonNode vector) {
    TaggedHasher hasher =
        Hashes.hasher(ascii(vector.get("tag")), vector.get("truncate_to").asInt(32))
            .update(Netstring.encode(Vectors.bytes(vector.get("value1_hex"))))
            .update(Netstring.encode(Vectors.bytes(vector.get("value2_hex"))));

    assertThat(hex(hasher.digest())).isEqualTo(vector.get("digest_hex").textValue());
  }

  @ParameterizedTest
  @MethodSource("namedHashes")
  void everyNamedHashHasItsRecordedValue(JsonNode vector) {
    List<byte[]> args = new ArrayList<>();
    vector.path("args_hex").forEach(arg -> args.add(Vectors.bytes(arg)));
    vector
        .path("args_int")
        .forEach(
            arg -> args.add(Integer.toString(arg.intValue()).getBytes(StandardCharsets.US_ASCII)));

    byte[] digest =
        args.size() == 1
            ? hash(vector.get("function").textValue(), args.getFirst())
            : hash(vector.get("function").textValue(), args.getFirst(), args.getLast());

    assertThat(hex(digest)).isEqualTo(vector.get("digest_hex").textValue());
  }

  private static byte[] hash(String function, byte[] value) {
    return switch (function) {
      case "my_renewal_secret_hash" -> Hashes.clientRenewalSecret(value);
      case "my_cancel_secret_hash" -> Hashes.clientCancelSecret(value);
      default -> tag(function).hash(value);
    };
  }

  private static byte[] hash(String function, byte[] first, byte[] second) {
    return switch (function) {
      case "hmac" -> Hashes.directoryMac(first, second);
      case "permute_server_hash" -> Hashes.permuteServer(first, second);
      case "ssk_write_enabler_hash" ->
          HashTag.MUTABLE_WRITE_ENABLER.hashPair(
              HashTag.MUTABLE_WRITE_ENABLER_MASTER.hash(first), second);
      case "pair_hash" -> {
        byte[] both = Arrays.copyOf(first, 64);
        System.arraycopy(second, 0, both, 32, 32);
        assertThat(HashTree.over(both).root()).isEqualTo(HashTag.TREE_NODE.hashPair(first, second));
        yield HashTag.TREE_NODE.hashPair(first, second);
      }
      default -> tag(function).hashPair(first, second);
    };
  }

  private static HashTag tag(String function) {
    return switch (function) {
      case "storage_index_hash" -> HashTag.STORAGE_INDEX;
      case "block_hash", "block_hasher" -> HashTag.BLOCK;
      case "uri_extension_hash", "uri_extension_hasher" -> HashTag.URI_EXTENSION;
      case "plaintext_hash", "plaintext_hasher" -> HashTag.PLAINTEXT;
      case "crypttext_hash", "crypttext_hasher" -> HashTag.CRYPTTEXT;
      case "crypttext_segment_hash", "crypttext_segment_hasher" -> HashTag.CRYPTTEXT_SEGMENT;
      case "plaintext_segment_hash", "plaintext_segment_hasher" -> HashTag.PLAINTEXT_SEGMENT;
      case "mutable_rwcap_salt_hash" -> HashTag.DIRECTORY_CHILD_SALT;
      case "mutable_rwcap_key_hash" -> HashTag.DIRECTORY_CHILD_KEY;
      case "ssk_writekey_hash" -> HashTag.MUTABLE_WRITEKEY;
      case "ssk_write_enabler_master_hash" -> HashTag.MUTABLE_WRITE_ENABLER_MASTER;
      case "ssk_pubkey_fingerprint_hash" -> HashTag.MUTABLE_FINGERPRINT;
      case "ssk_readkey_hash" -> HashTag.MUTABLE_READKEY;
      case "ssk_readkey_data_hash" -> HashTag.MUTABLE_DATAKEY;
      case "ssk_storage_index_hash" -> HashTag.MUTABLE_STORAGE_INDEX;
      case "backupdb_dirhash" -> HashTag.BACKUP_DIRECTORY;
      case "file_renewal_secret_hash" -> HashTag.FILE_RENEWAL_SECRET;
      case "file_cancel_secret_hash" -> HashTag.FILE_CANCEL_SECRET;
      case "bucket_renewal_secret_hash" -> HashTag.BUCKET_RENEWAL_SECRET;
      case "bucket_cancel_secret_hash" -> HashTag.BUCKET_CANCEL_SECRET;
      case "empty_leaf_hash" -> HashTag.EMPTY_LEAF;
      default -> throw new IllegalArgumentException("no such function: " + function);
    };
  }

  @ParameterizedTest
  @MethodSource("incrementalHashers")
  void aHasherTakesItsValueInAnyPieces(JsonNode vector) {
    TaggedHasher arrays = tag(vector.get("hasher").textValue()).hasher();
    TaggedHasher buffers = tag(vector.get("hasher").textValue()).hasher();
    for (JsonNode chunk : vector.required("chunks")) {
      arrays.update(Vectors.bytes(chunk));
      buffers.update(ByteBuffer.wrap(Vectors.bytes(chunk)));
    }

    String expected = vector.get("digest_hex").textValue();
    assertThat(hex(arrays.digest())).isEqualTo(expected);
    assertThat(hex(arrays.digest())).as("asked for again").isEqualTo(expected);
    assertThat(hex(buffers.digest())).isEqualTo(expected);
  }

  @Test
  void nothingCanBeAppendedOnceTheDigestWasTaken() {
    TaggedHasher hasher = HashTag.BLOCK.hasher();
    hasher.digest();

    assertThatThrownBy(() -> hasher.update(new byte[1])).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("convergenceKeys")
  void theConvergenceKeyDependsOnSecretAndEncoding(JsonNode vector) {
    JsonNode hex = vector.get("plaintext_hex");
    byte[] plaintext = Vectors.bytes(hex.isNull() ? vector.get("plaintext") : hex);
    TaggedHasher hasher =
        Hashes.convergenceHasher(
            vector.get("k").intValue(),
            vector.get("n").intValue(),
            vector.get("segment_size").longValue(),
            Vectors.bytes(vector.get("convergence_hex")));

    EncryptionKey key = new EncryptionKey(hasher.update(plaintext).digest());

    assertThat(hex(key.bytes())).isEqualTo(vector.get("key_hex").textValue());
    assertThat(hex(key.storageIndex().bytes()))
        .isEqualTo(vector.get("storage_index_hex").textValue());
  }

  @ParameterizedTest
  @MethodSource("convergenceErrors")
  void encodingsThatCannotBeAreRefusedInTheRecordedWords(JsonNode vector) {
    assertThatThrownBy(
            () ->
                Hashes.convergenceHasher(
                    vector.get("k").intValue(), vector.get("n").intValue(), 1024, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(vector.get("value_error").textValue());
  }

  @Test
  void theChainOfLeaseSecretsEndsAtTheRecordedOnes() {
    JsonNode chain = VECTORS.required("lease_secret_chain");
    byte[] secret = Vectors.bytes(chain.get("lease_secret_hex"));
    byte[] index = Vectors.bytes(chain.get("storage_index_hex"));
    byte[] seed = Vectors.bytes(chain.get("lease_seed_hex"));

    byte[] renewal = Hashes.clientRenewalSecret(secret);
    byte[] fileRenewal = HashTag.FILE_RENEWAL_SECRET.hashPair(renewal, index);
    byte[] cancel = Hashes.clientCancelSecret(secret);
    byte[] fileCancel = HashTag.FILE_CANCEL_SECRET.hashPair(cancel, index);

    assertThat(hex(renewal)).isEqualTo(chain.get("client_renewal_hex").textValue());
    assertThat(hex(cancel)).isEqualTo(chain.get("client_cancel_hex").textValue());
    assertThat(hex(fileRenewal)).isEqualTo(chain.get("file_renewal_hex").textValue());
    assertThat(hex(fileCancel)).isEqualTo(chain.get("file_cancel_hex").textValue());
    assertThat(hex(HashTag.BUCKET_RENEWAL_SECRET.hashPair(fileRenewal, seed)))
        .isEqualTo(chain.get("bucket_renewal_hex").textValue());
    assertThat(hex(HashTag.BUCKET_CANCEL_SECRET.hashPair(fileCancel, seed)))
        .isEqualTo(chain.get("bucket_cancel_hex").textValue());
  }

  @ParameterizedTest
  @MethodSource("serverPermutations")
  void serversStandInTheRecordedOrder(JsonNode vector) {
    byte[] index = Vectors.bytes(vector.get("storage_index_hex"));
    List<byte[]> places =
        Vectors.list(
            vector.required("seeds_hex"), seed -> Hashes.permuteServer(index, Vectors.bytes(seed)));

    assertThat(places.stream().map(HashVectorsTest::hex))
        .containsExactlyElementsOf(Vectors.list(vector.required("sha1_hex"), JsonNode::textValue));
    assertThat(
            Stream.iterate(0, i -> i + 1)
                .limit(places.size())
                .sorted(Comparator.comparing(places::get, Arrays::compareUnsigned)))
        .containsExactlyElementsOf(Vectors.list(vector.required("order"), JsonNode::intValue));
  }

  @Test
  void blake2bIsTheOneOfTheStandard() {
    // BLAKE2b-256 of the empty string and of "abc", from the test values of its inventors.
    assertThat(hex(Blake2b.hash256(new byte[0])))
        .isEqualTo("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assertThat(hex(Blake2b.hash256("abc".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  }

  @Test
  void secretsAreEqualByTheirBytesAndShowNothing() {
    EncryptionKey key = new EncryptionKey(new byte[16]);

    assertThat(key).isEqualTo(new EncryptionKey(new byte[16])).hasToString("EncryptionKey[secret]");
    assertThat(key.hashCode()).isEqualTo(new EncryptionKey(new byte[16]).hashCode());
    byte[] other = new byte[16];
    other[15] = 1;
    assertThat(key).isNotEqualTo(new EncryptionKey(other));
    assertThatThrownBy(() -> new EncryptionKey(new byte[17]))
        .hasMessage("a secret of this kind has 16 bytes, not 17");
  }

  static Stream<JsonNode> taggedHashes() {
    return vectors("tagged_hash");
  }

  static Stream<JsonNode> taggedPairHashes() {
    return vectors("tagged_pair_hash");
  }

  static Stream<JsonNode> namedHashes() {
    return vectors("named_hashes");
  }

  static Stream<JsonNode> incrementalHashers() {
    return vectors("incremental_hashers");
  }

  static Stream<JsonNode> convergenceKeys() {
    return vectors("convergence_keys");
  }

  static Stream<JsonNode> convergenceErrors() {
    return vectors("convergence_errors");
  }

  static Stream<JsonNode> serverPermutations() {
    return vectors("server_permutation");
  }

  private static Stream<JsonNode> vectors(String name) {
    return StreamSupport.stream(VECTORS.required(name).spliterator(), false);
  }

  private static byte[] ascii(JsonNode text) {
    return text.textValue().getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
