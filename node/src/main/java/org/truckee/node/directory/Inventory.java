package org.truckee.node.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.truckee.node.config.NodeException;

/**
 * {@code truckee.inventory}: what a node directory had when its node last ran, one a line. What is
 * in it and is missing now was lost, by a disk that is not mounted, say: it is not made anew in
 * silence, since another identity or an empty store would take its place for good. A file of ours,
 * which the reference ignores.
 */
public final class Inventory {
  private static final String NAME = "truckee.inventory";
  private static final String STORAGE = "storage in ";

  /** What makes a node what it is. */
  private static final List<String> LASTING =
      List.of(
          "tahoe.cfg",
          "permutation-seed",
          "private/node.pem",
          "private/node.privkey",
          "private/secret",
          "private/convergence",
          "private/storage.furl",
          "private/introducer.furl");

  private final Path directory;

  Inventory(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks that all is still there.
   *
   * @throws NodeException naming what is not
   */
  public void check() throws NodeException {
    SequencedSet<String> listed = read();
    for (String name : LASTING) {
      if (listed.contains(name) && !Files.exists(directory.resolve(name))) {
        throw lost("'%s'".formatted(directory.resolve(name)), name);
      }
    }
  }

  /**
   * Checks that the shares are still there if this node has kept any in that place.
   *
   * @throws NodeException if they are not
   */
  public void checkStorage(Path storage) throws NodeException {
    String line = STORAGE + storage;
    if (read().contains(line) && !Files.isDirectory(storage.resolve("shares"))) {
      throw lost("'%s' with the shares".formatted(storage.resolve("shares")), line);
    }
  }

  private NodeException lost(String what, String line) {
    return new NodeException(
        ("%s was there when this node last ran, and is missing. Is its disk mounted? If not, mount"
                + " it; else put it back from a backup. If it is lost for good and a new one shall"
                + " be made, remove the line '%s' from '%s'")
            .formatted(what, line, directory.resolve(NAME)));
  }

  /**
   * Notes what there is now.
   *
   * @param storage where the node keeps shares, if it does
   */
  public void note(Optional<Path> storage) throws NodeException {
    SequencedSet<String> all = read();
    for (String name : LASTING) {
      if (Files.exists(directory.resolve(name))) {
        all.add(name);
      }
    }
    storage.ifPresent(place -> all.add(STORAGE + place));
    NodeFile.write(directory.resolve(NAME), String.join("\n", all));
  }

  private SequencedSet<String> read() throws NodeException {
    TreeSet<String> lines = new TreeSet<>();
    NodeFile.read(directory.resolve(NAME))
        .ifPresent(text -> text.lines().filter(line -> !line.isBlank()).forEach(lines::add));
    return lines;
  }
}
