package org.truckee.grid.immutable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.Netstring;

/**
 * The URI extension block: what every share says of the whole file, authentic through its hash in
 * the capability ({@code spec/01 §6.6}).
 *
 * @param fields key → value; values are decimal numbers, text or 32-byte hashes
 */
public record UriExtension(Map<String, byte[]> fields) {
  /** No block of an existing grid comes near this. */
  public static final int MAX_LENGTH = 2000;

  private static final String CODEC = "crs";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** The block that an uploader writes. */
  public static UriExtension of(
      SegmentGeometry geometry,
      int total,
      byte[] crypttextHash,
      byte[] crypttextRoot,
      byte[] shareRoot) {
    Map<String, byte[]> fields = new TreeMap<>();
    fields.put("codec_name", ascii(CODEC));
    fields.put("codec_params", ascii(codecParameters(geometry.segmentSize(), geometry, total)));
    fields.put(
        "tail_codec_params", ascii(codecParameters(geometry.paddedTailSize(), geometry, total)));
    fields.put("size", ascii(Long.toString(geometry.fileSize())));
    fields.put("segment_size", ascii(Integer.toString(geometry.segmentSize())));
    fields.put("num_segments", ascii(Integer.toString(geometry.segments())));
    fields.put("needed_shares", ascii(Integer.toString(geometry.needed())));
    fields.put("total_shares", ascii(Integer.toString(total)));
    fields.put("crypttext_hash", crypttextHash.clone());
    fields.put("crypttext_root_hash", crypttextRoot.clone());
    fields.put("share_root_hash", shareRoot.clone());
    return new UriExtension(fields);
  }

  /** How long the block of {@link #of} will be; only the lengths of the hashes matter. */
  public static int lengthFor(SegmentGeometry geometry, int total) {
    byte[] hash = new byte[32];
    return of(geometry, total, hash, hash, hash).bytes().length;
  }

  static String codecParameters(int dataSize, SegmentGeometry geometry, int total) {
    return dataSize + "-" + geometry.needed() + "-" + total;
  }

  /** The serialized block: keys in ascending order, values as netstrings. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TreeMap<>(fields)
        .forEach(
            (key, value) -> {
              bytes.writeBytes(ascii(key + ":"));
              bytes.writeBytes(Netstring.encode(value));
            });
    return bytes.toByteArray();
  }

  /** The hash that the capability carries. */
  public byte[] hash() {
    return HashTag.URI_EXTENSION.hash(bytes());
  }

  /**
   * Parses a block. Unknown keys are kept, the order of keys does not matter.
   *
   * @throws UriExtensionException if it is not a sequence of keys and netstrings, or too long
   */
  public static UriExtension parse(byte[] bytes) throws UriExtensionException {
    if (bytes.length > MAX_LENGTH) {
      throw new UriExtensionException("it has %d bytes".formatted(bytes.length));
    }
    Map<String, byte[]> fields = new LinkedHashMap<>();
    int position = 0;
    while (position < bytes.length) {
      int colon = indexOf(bytes, ':', position);
      String key = new String(bytes, position, colon - position, StandardCharsets.US_ASCII);
      int secondColon = indexOf(bytes, ':', colon + 1);
      int length = decimal(bytes, colon + 1, secondColon);
      int end = secondColon + 1 + length;
      if (end >= bytes.length || bytes[end] != ',') {
        throw new UriExtensionException("the value of %s does not end".formatted(printable(key)));
      }
      byte[] value = new byte[length];
      System.arraycopy(bytes, secondColon + 1, value, 0, length);
      fields.put(key, value);
      position = end + 1;
    }
    return new UriExtension(fields);
  }

  /** The value of a key as text. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(fields.get(key))
        .map(value -> new String(value, StandardCharsets.US_ASCII));
  }

  /** The value of a key that has to be there and to be a hash. */
  public byte[] requiredHash(String key) throws UriExtensionException {
    byte[] value = fields.get(key);
    if (value == null || value.length != 32) {
      throw new UriExtensionException("it has no %s of 32 bytes".formatted(key));
    }
    return value.clone();
  }

  /** The value of a key that has to be there and to be a number. */
  public long requiredNumber(String key) throws UriExtensionException {
    String text = text(key).orElse("");
    if (!NUMBER.matcher(text).matches()) {
      throw new UriExtensionException("it has no number %s".formatted(key));
    }
    return Long.parseLong(text);
  }

  private static int indexOf(byte[] bytes, char wanted, int from) throws UriExtensionException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new UriExtensionException("a field has no '%c'".formatted(wanted));
  }

  private static int decimal(byte[] bytes, int from, int to) throws UriExtensionException {
    int value = 0;
    boolean valid = from < to && to - from <= 4;
    for (int i = from; valid && i < to; i++) {
      valid = bytes[i] >= '0' && bytes[i] <= '9';
      value = 10 * value + bytes[i] - '0';
    }
    if (!valid) {
      String digits = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
      throw new UriExtensionException("'%s' is no length".formatted(printable(digits)));
    }
    return value;
  }

  private static String printable(String text) {
    return text.replaceAll("[^a-zA-Z0-9_-]", "?");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
