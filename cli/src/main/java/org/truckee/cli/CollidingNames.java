package org.truckee.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds names that differ in a directory of the grid and would be one on a disk: many do not tell
 * upper case from lower, or one way to write an accent from another. Which those are depends on the
 * disk, and so it is asked.
 */
final class CollidingNames {
  private CollidingNames() {}

  /** Says which names a folder takes for the same. */
  @FunctionalInterface
  interface Probe {
    /**
     * Those that are the same as an earlier one, each with that one.
     *
     * @param folder one that is there
     * @throws IOException if nothing can be made in it
     */
    Map<String, String> same(Path folder, List<String> names) throws IOException;
  }

  /** Makes empty files with these names in a folder of their own, which is removed again. */
  static final Probe ON_DISK = CollidingNames::triedOut;

  /**
   * Those that cannot be in a folder beside another one, each with that one.
   *
   * @param names of files and folders
   */
  static SortedMap<String, String> in(Path folder, Collection<String> names, Probe probe)
      throws IOException {
    Map<String, List<String>> similar = new TreeMap<>();
    for (String name : names) {
      similar.computeIfAbsent(roughly(name), key -> new ArrayList<>()).add(name);
    }
    SortedMap<String, String> colliding = new TreeMap<>();
    for (List<String> group : similar.values()) {
      if (group.size() > 1) {
        colliding.putAll(probe.same(folder, group.stream().sorted().toList()));
      }
    }
    return colliding;
  }

  /** What no disk tells apart has the same; much that every disk does, too. */
  private static String roughly(String name) {
    String letters = decomposed(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return decomposed(letters).replaceAll("\\p{Cf}", "").replaceAll("[. ]+$", "");
  }

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD);
  }

  private static Map<String, String> triedOut(Path folder, List<String> names) throws IOException {
    Path box = Files.createTempDirectory(folder, ".truckee-names-");
    Map<String, String> same = new TreeMap<>();
    List<Path> made = new ArrayList<>();
    try {
      for (String name : names) {
        Path file = box.resolve(name);
        try {
          made.add(Files.createFile(file));
        } catch (FileAlreadyExistsException e) {
          same.put(name, earlier(file, made));
        } catch (IOException e) {
          // There can be no such file here; whoever copies it says so.
          continue;
        }
      }
      return same;
    } finally {
      for (Path file : made) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(box);
    }
  }

  private static String earlier(Path file, List<Path> made) throws IOException {
    for (Path other : made) {
      if (Files.isSameFile(file, other)) {
        return other.getFileName().toString();
      }
    }
    return made.getFirst().getFileName().toString();
  }
}
