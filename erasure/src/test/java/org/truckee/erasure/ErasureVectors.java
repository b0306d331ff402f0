package org.truckee.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** Inputs and outputs recorded from the codec of the existing grids. */
final class ErasureVectors {
  private static final JsonNode ROOT = read();

  private ErasureVectors() {}

  static List<JsonNode> cases() {
    return list(ROOT.get("cases"));
  }

  static List<JsonNode> limits() {
    return list(ROOT.get("limits"));
  }

  static List<JsonNode> codecs() {
    return list(ROOT.get("codec"));
  }

  static JsonNode field() {
    return ROOT.get("field");
  }

  static List<JsonNode> list(JsonNode array) {
    return array == null ? List.of() : StreamSupport.stream(array.spliterator(), false).toList();
  }

  static int[] ints(JsonNode array) {
    return list(array).stream().mapToInt(JsonNode::intValue).toArray();
  }

  static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.textValue());
  }

  /** The pieces of the seeded byte string that are the k blocks of an encoding. */
  static byte[][] blocks(String seed, int k, int size) {
    byte[] bytes = new byte[k * size];
    for (int i = 0, done = 0; done < bytes.length; i++, done += 32) {
      byte[] piece = sha256((seed + ":" + i).getBytes(StandardCharsets.UTF_8));
      System.arraycopy(piece, 0, bytes, done, Math.min(32, bytes.length - done));
    }
    byte[][] blocks = new byte[k][];
    for (int i = 0; i < k; i++) {
      blocks[i] = Arrays.copyOfRange(bytes, i * size, (i + 1) * size);
    }
    return blocks;
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode read() {
    try (InputStream in = ErasureVectors.class.getResourceAsStream("zfec.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
