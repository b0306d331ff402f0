package org.truckee.grid.immutable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.Hashes;

/** The recorded encodings and corruptions of immutable files ({@code spec/01 §12}). */
public final class ImmutableVectors {
  private ImmutableVectors() {}

  /** One of the recorded files of vectors. */
  public static JsonNode read(String file) {
    try (InputStream in = ImmutableVectors.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One complete encoding of the reference. */
  public record Case(JsonNode json) {
    /** What the recording calls it. */
    public String name() {
      return json.get("name").textValue();
    }

    public int needed() {
      return json.get("k").intValue();
    }

    public int total() {
      return json.get("n").intValue();
    }

    public int maxSegmentSize() {
      return json.get("max_segment_size").intValue();
    }

    /** The encryption key that was used. */
    public EncryptionKey key() {
      return new EncryptionKey(hex("key_hex"));
    }

    /** The whole file. */
    public byte[] plaintext() {
      JsonNode plaintext = json.get("plaintext");
      return generate(plaintext.get("gen").textValue(), plaintext.get("length").intValue());
    }

    /** The cap that the reference made. */
    public ChkReadCap cap() {
      UriExtensionHash hash = new UriExtensionHash(hex("ueb_hash_hex"));
      return new ChkReadCap(
          key(), hash, needed(), total(), json.get("plaintext").get("length").longValue());
    }

    /** The SHA-256 of every share, its share hash chain in ascending order. */
    public List<String> shareHashes() {
      JsonNode sorted = json.get("share_sha256_with_sorted_share_hashes");
      return texts(sorted.isTextual() ? json.get("share_sha256") : sorted);
    }

    /** Whether all bytes of all shares were recorded. */
    public boolean hasShares() {
      return json.has("shares_hex");
    }

    /** The bytes of all shares. */
    public List<byte[]> shares() {
      return texts(json.get("shares_hex")).stream().map(HexFormat.of()::parseHex).toList();
    }

    private byte[] hex(String field) {
      return HexFormat.of().parseHex(json.get(field).textValue());
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** All complete encodings. */
  public static Stream<Case> cases() {
    return StreamSupport.stream(read("immutable-chk.json").get("cases").spliterator(), false)
        .map(Case::new);
  }

  /** The encodings with all bytes of all shares. */
  public static Stream<Case> casesWithShares() {
    return cases().filter(Case::hasShares);
  }

  /** The bytes that the recordings were made of: SHA-256 of seed, colon and 0, 1, 2, …. */
  public static byte[] generate(String seed, int length) {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; done += Hashes.HASH_LENGTH) {
      String input = seed + ":" + done / Hashes.HASH_LENGTH;
      byte[] hash = Hashes.sha256(input.getBytes(StandardCharsets.UTF_8));
      System.arraycopy(hash, 0, bytes, done, Math.min(hash.length, length - done));
    }
    return bytes;
  }

  private static List<String> texts(JsonNode list) {
    String[] texts = new String[list.size()];
    Arrays.setAll(texts, i -> list.get(i).textValue());
    return List.of(texts);
  }
}
