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

/**
 * The media type that a file's name suggests ({@code spec/08 §22}). Compressed files are what they
 * are: were their compression a content coding, clients would undo it and save something else.
 */
public final class FileTypes {
  private static final String DEFAULT = "text/plain";
  private static final Map<String, String> BY_EXTENSION = load();

  private FileTypes() {}

  /** The type of a file of that name; plain text if the name says nothing. */
  public static String of(String name) {
    return of(name, DEFAULT);
  }

  /** The type of a file of that name; {@code otherwise} if the name says nothing. */
  public static String of(String name, String otherwise) {
    return BY_EXTENSION.getOrDefault(extension(name), otherwise);
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
