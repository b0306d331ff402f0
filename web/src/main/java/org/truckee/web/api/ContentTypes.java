package org.truckee.web.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The content type that a file's name suggests ({@code spec/08 §22}). */
final class ContentTypes {
  private static final String DEFAULT = "text/plain";
  private static final Map<String, String> BY_EXTENSION = load();

  /**
   * What the name says of the contents.
   *
   * @param type of the (uncompressed) contents
   * @param encoding how they are compressed
   */
  record ContentType(String type, Optional<String> encoding) {}

  private ContentTypes() {}

  static ContentType of(String name) {
    return switch (extension(name)) {
      case "gz" -> new ContentType(DEFAULT, Optional.of("gzip"));
      case "bz2" -> new ContentType(DEFAULT, Optional.of("bzip2"));
      case String other ->
          new ContentType(BY_EXTENSION.getOrDefault(other, DEFAULT), Optional.empty());
    };
  }

  private static String extension(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    boolean onlyDotsBefore = last.substring(0, Math.max(0, dot)).chars().allMatch(c -> c == '.');
    return dot < 0 || onlyDotsBefore ? "" : last.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> load() {
    Map<String, String> types = new HashMap<>();
    try (InputStream table = ContentTypes.class.getResourceAsStream("content-types.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length; i++) {
          types.put(words[i], words[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the table of content types is part of this program", e);
    }
    return Map.copyOf(types);
  }
}
