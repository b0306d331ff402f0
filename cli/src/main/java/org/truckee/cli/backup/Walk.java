package org.truckee.cli.backup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.truckee.cli.command.LocalFile;

/**
 * A walk through a tree, each folder after everything that is in it ({@code spec/11 §B2.1}). Only
 * the names in the folders on the way from the top are in memory. Not thread-safe.
 */
final class Walk implements Iterator<Step> {
  /** Below it there is one way only to write a text. */
  private static final char FIRST_COMBINING = '\u0300';

  private final NamePatterns excluded;
  private final Deque<Level> levels = new ArrayDeque<>();
  private Optional<Step> unreadableTop = Optional.empty();

  /**
   * A folder that is being walked through.
   *
   * @param others for a name that cannot be used because of another, that other
   */
  private record Level(OpenFolder folder, Iterator<Path> entries, Map<Path, String> others) {}

  /**
   * A walk.
   *
   * @param top is itself never excluded; it may be a link
   */
  Walk(Path top, NamePatterns excluded) {
    this.excluded = excluded;
    Optional<List<Path>> entries = list(top);
    if (entries.isPresent()) {
      enter(new OpenFolder(top, Optional.empty()), entries.get());
    } else {
      unreadableTop =
          Optional.of(
              new Step.LeftOut(Optional.empty(), top, new Step.Reason.UnreadableDirectory()));
    }
  }

  @Override
  public boolean hasNext() {
    return unreadableTop.isPresent() || !levels.isEmpty();
  }

  @Override
  public Step next() {
    if (unreadableTop.isPresent()) {
      Step step = unreadableTop.get();
      unreadableTop = Optional.empty();
      return step;
    }
    while (!levels.isEmpty()) {
      Level level = levels.peek();
      if (!level.entries().hasNext()) {
        levels.pop();
        return new Step.Walked(level.folder());
      }
      Optional<Step> found = look(level, level.entries().next());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new NoSuchElementException("the walk is over");
  }

  /** Nothing yet if it is a folder: what is in it comes first. */
  private Optional<Step> look(Level level, Path path) {
    OpenFolder folder = level.folder();
    folder.await();
    if (!LocalFile.isText(path.getFileName())) {
      return leftOut(folder, path, new Step.Reason.NotUnicode());
    }
    String other = level.others().get(path);
    if (other != null) {
      return leftOut(folder, path, new Step.Reason.SameName(other));
    }
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return leftOut(folder, path, UnreadableFiles.reason(path, e));
    }
    if (attributes.isSymbolicLink()) {
      return leftOut(folder, path, new Step.Reason.SymbolicLink());
    }
    if (attributes.isRegularFile()) {
      return Optional.of(new Step.File(folder, path, attributes.size()));
    }
    if (!attributes.isDirectory()) {
      return leftOut(folder, path, new Step.Reason.Special());
    }
    Optional<List<Path>> entries = list(path);
    if (entries.isEmpty()) {
      return leftOut(folder, path, new Step.Reason.UnreadableDirectory());
    }
    enter(new OpenFolder(path, Optional.of(folder)), entries.get());
    return Optional.empty();
  }

  private static Optional<Step> leftOut(OpenFolder folder, Path path, Step.Reason reason) {
    return Optional.of(new Step.LeftOut(Optional.of(folder), path, reason));
  }

  private void enter(OpenFolder folder, List<Path> entries) {
    levels.push(new Level(folder, entries.iterator(), sameNames(entries)));
  }

  private Optional<List<Path>> list(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (!excluded.match(entry.getFileName().toString())) {
          entries.add(entry);
        }
      }
      return Optional.of(entries);
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
  }

  /**
   * Directories of the grid take two ways to write a name for the same; here they are two files.
   */
  private static Map<Path, String> sameNames(List<Path> entries) {
    Map<Path, String> others = new HashMap<>();
    Map<String, Path> kept = new HashMap<>();
    for (Path entry : entries) {
      if (!LocalFile.isText(entry.getFileName())) {
        continue;
      }
      String name = entry.getFileName().toString();
      String normal = gridName(name);
      Path before = kept.get(normal);
      if (before == null) {
        kept.put(normal, entry);
      } else if (name.equals(normal)) {
        // Of all ways to write it this is the one that the grid uses.
        kept.put(normal, entry);
        others.put(before, name);
      } else {
        others.put(entry, before.getFileName().toString());
      }
    }
    return others;
  }

  private static String gridName(String name) {
    return name.chars().allMatch(c -> c < FIRST_COMBINING)
        ? name
        : Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
