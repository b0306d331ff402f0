package org.truckee.http;

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

/** The media type and the coding that a file's name suggests ({@code spec/08 §22}). */
public final class FileTypes {
  private static final String DEFAULT = "text/plain";
  private static final Map<String, String> BY_EXTENSION = load();
  private static final Map<String, String> CODINGS = Map.of("gz", "gzip", "bz2", "bzip2");

  private FileTypes() {}

  /** The type of a file of that name; plain text if the name says nothing. */
  public static String of(String name) {
    return of(name, DEFAULT);
  }

  /** The type of a file of that name; {@code otherwise} if the name says nothing. */
  public static String of(String name, String otherwise) {
    return BY_EXTENSION.getOrDefault(extension(name), otherwise);
  }

  /**
   * The content coding of a file of that name, which is plain text then for those who show it.
   * Whoever saves it wants it as it is: clients undo codings.
   */
  public static Optional<String> coding(String name) {
    return Optional.ofNullable(CODINGS.get(extension(name)));
  }

  private static String extension(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    boolean onlyDotsBefore = last.substring(0, Math.max(0, dot)).chars().allMatch(c -> c == '.');
    return dot < 0 || onlyDotsBefore ? "" : last.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> load() {
    Map<String, String> types = new HashMap<>();
    try (InputStream table = FileTypes.class.getResourceAsStream("file-types.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length; i++) {
          types.put(words[i], words[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the table of file types is part of this program", e);
    }
    return Map.copyOf(types);
  }
}
