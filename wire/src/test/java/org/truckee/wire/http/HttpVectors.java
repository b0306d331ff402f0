package org.truckee.wire.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** What was recorded of the reference's server and client. */
public final class HttpVectors {
  private static final JsonNode ALL = load();

  private HttpVectors() {}

  /** What stands under a key. */
  public static JsonNode get(String key) {
    return ALL.required(key);
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static JsonNode load() {
    try (InputStream in = HttpVectors.class.getResourceAsStream("/http-storage.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
