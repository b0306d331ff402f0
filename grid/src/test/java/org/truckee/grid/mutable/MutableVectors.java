package org.truckee.grid.mutable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPrivateKey;

/** The recorded keys, shares, writes and reactions ({@code spec/02 §19}). */
public final class MutableVectors {
  private static final JsonNode ALL = read();

  private MutableVectors() {}

  private static JsonNode read() {
    try (InputStream in = MutableVectors.class.getResourceAsStream("mutable.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part of the recordings. */
  public static JsonNode part(String name) {
    return ALL.get(name);
  }

  public static Stream<JsonNode> list(String name) {
    return StreamSupport.stream(ALL.get(name).spliterator(), false);
  }

  /** One of the fixed keys. */
  public static FileKeys keys(String name) {
    JsonNode key =
        list("keys").filter(each -> each.get("name").textValue().equals(name)).findAny().get();
    try {
      return FileKeys.of(RsaPrivateKey.fromDer(base64(key.get("private_der_pkcs8_b64"))));
    } catch (KeyFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A version that the reference encoded. */
  public record Case(JsonNode json) {
    public FileKeys keys() {
      return MutableVectors.keys(json.get("key").textValue());
    }

    public MutableFormat format() {
      return MutableFormat.valueOf(json.get("format").textValue().toUpperCase(Locale.ROOT));
    }

    public Geometry geometry() {
      return new Geometry(
          format(),
          json.get("k").intValue(),
          json.get("n").intValue(),
          json.get("segsize").intValue(),
          json.get("plaintext_length").longValue());
    }

    public long sequenceNumber() {
      return Long.parseUnsignedLong(json.get("seqnum").textValue());
    }

    public byte[] plaintext() {
      return MutableVectors.plaintext(json);
    }

    public List<Salt> salts() {
      List<Salt> salts = new ArrayList<>();
      json.get("salts").forEach(salt -> salts.add(new Salt(hex(salt))));
      return salts;
    }

    public byte[] signature() {
      return hex(json.get("signature"));
    }

    /** The recorded shares: not always all. */
    public SortedMap<Integer, byte[]> shares() {
      return MutableVectors.shares(json.get("shares_b64"));
    }

    /** The SHA-256 of every share, in hex. */
    public SortedMap<Integer, String> shareHashes() {
      SortedMap<Integer, String> hashes = new TreeMap<>();
      json.get("share_sha256")
          .properties()
          .forEach(
              each -> hashes.put(Integer.parseInt(each.getKey()), each.getValue().textValue()));
      return hashes;
    }

    @Override
    public String toString() {
      return json.get("name").textValue();
    }
  }

  public static Stream<Case> cases() {
    return Stream.concat(list("sdmf"), list("mdmf")).map(Case::new);
  }

  public static Case caseOf(String name) {
    return cases().filter(each -> each.toString().equals(name)).findAny().get();
  }

  public static byte[] plaintext(JsonNode json) {
    JsonNode generated = json.get("plaintext_gen");
    return generated == null
        ? hex(json.get("plaintext_hex"))
        : generate(generated.get("seed_utf8").textValue(), generated.get("length").intValue());
  }

  /** SHA-256 of the seed and 0, 1, 2, … in four bytes. */
  private static byte[] generate(String seed, int length) {
    byte[] prefix = seed.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; done += Hashes.HASH_LENGTH) {
      ByteBuffer input = ByteBuffer.allocate(prefix.length + 4).put(prefix);
      byte[] hash = Hashes.sha256(input.putInt(done / Hashes.HASH_LENGTH).array());
      System.arraycopy(hash, 0, bytes, done, Math.min(hash.length, length - done));
    }
    return bytes;
  }

  public static SortedMap<Integer, byte[]> shares(JsonNode json) {
    SortedMap<Integer, byte[]> shares = new TreeMap<>();
    json.properties()
        .forEach(each -> shares.put(Integer.parseInt(each.getKey()), base64(each.getValue())));
    return shares;
  }

  public static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.textValue());
  }

  public static byte[] base64(JsonNode text) {
    return Base64.getDecoder().decode(text.textValue());
  }
}
