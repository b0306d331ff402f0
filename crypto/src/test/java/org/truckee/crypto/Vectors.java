package org.truckee.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** Recorded inputs and outputs of the reference, as the resources of a test hold them. */
public final class Vectors {
  private Vectors() {}

  /** The JSON document {@code name}, an absolute resource name such as {@code /vectors/a.json}. */
  public static JsonNode load(Class<?> test, String name) {
    try (InputStream in = test.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a node: hexadecimal text, or {@code {"gen": seed, "length": n}}. */
  public static byte[] bytes(JsonNode node) {
    return node.isObject()
        ? generate(node.required("gen").textValue(), node.required("length").intValue())
        : HexFormat.of().parseHex(node.textValue());
  }

  /** The elements of an array. */
  public static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    array.forEach(node -> list.add(element.apply(node)));
    return list;
  }

  /** The bytes that a vector describes by a seed and a length ({@code spec/01 §12}). */
  public static byte[] generate(String seed, int length) {
    byte[] bytes = new byte[length];
    for (int block = 0; block * 32 < length; block++) {
      byte[] hash = Hashes.sha256((seed + ":" + block).getBytes(StandardCharsets.UTF_8));
      System.arraycopy(hash, 0, bytes, block * 32, Math.min(32, length - block * 32));
    }
    return bytes;
  }

  /** The 32-byte pieces of a byte string. */
  public static List<byte[]> hashes(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 32) {
      pieces.add(Arrays.copyOfRange(bytes, at, at + 32));
    }
    return pieces;
  }
}
