package org.truckee.storage.disk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is in a storage directory, in the form in which it was recorded of the reference's. */
final class RecordedTree {
  private static final String INCOMING = "shares/incoming/";

  private RecordedTree() {}

  /**
   * What is below the storage directory, in the form of {@code tree_after}: files with their
   * content, and directories in which nothing is with a slash. Files of our own are left out.
   */
  static SortedMap<String, String> of(Path root) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root.resolve("shares"))) {
      for (Path path : paths.filter(path -> !isOurs(path)).toList()) {
        String name = root.relativize(path).toString();
        if (Files.isRegularFile(path)) {
          tree.put(name, HexFormat.of().formatHex(Files.readAllBytes(path)));
        } else if (isEmpty(path)) {
          tree.put(name + "/", "");
        }
      }
    }
    return tree;
  }

  private static boolean isOurs(Path path) {
    return path.getFileName().toString().startsWith("truckee.");
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.allMatch(RecordedTree::isOurs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recorded {@code tree_after}; a file of which only the size was kept has no content. */
  static SortedMap<String, String> recorded(JsonNode node) {
    SortedMap<String, String> tree = new TreeMap<>();
    node.properties()
        .forEach(
            file ->
                tree.put(
                    file.getKey(),
                    file.getValue().isNumber()
                        ? "size " + file.getValue().longValue()
                        : file.getValue().isNull() ? "" : file.getValue().textValue()));
    return tree;
  }

  /** The tree with contents replaced by sizes wherever {@code recorded} has only those. */
  static SortedMap<String, String> comparable(
      SortedMap<String, String> tree, SortedMap<String, String> recorded) {
    SortedMap<String, String> comparable = new TreeMap<>(tree);
    recorded.forEach(
        (name, content) -> {
          if (content.startsWith("size ")) {
            comparable.computeIfPresent(name, (key, hex) -> "size " + hex.length() / 2);
          }
        });
    return comparable;
  }

  /** The shares of a tree that are complete. */
  static SortedMap<String, String> complete(SortedMap<String, String> tree) {
    SortedMap<String, String> complete = new TreeMap<>(tree);
    complete.keySet().removeIf(name -> name.endsWith("/") || name.startsWith(INCOMING));
    return complete;
  }

  /** Storage index and number of all shares of a tree that are being uploaded. */
  static SortedSet<String> inProgress(SortedMap<String, String> tree) {
    SortedSet<String> names = new TreeSet<>();
    for (String name : tree.keySet()) {
      if (name.startsWith(INCOMING) && !name.endsWith("/")) {
        // The reference has incoming/PP/SI/N, we have incoming/SI.N.
        String share = name.substring(INCOMING.length());
        names.add(share.substring(share.indexOf('/') + 1).replace('/', '.'));
      }
    }
    return names;
  }
}
