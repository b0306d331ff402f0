package org.truckee.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Quoting;

/** A folder of the target, and what comes into it. Two are the same only if they are one object. */
final class PlannedFolder {
  private final String shown;
  private final SortedMap<String, PlannedFolder> folders = new TreeMap<>();
  private final SortedMap<String, CopySource.File> files = new TreeMap<>();

  /**
   * An empty one.
   *
   * @param shown its path from the target, for messages; empty for the target itself
   */
  PlannedFolder(String shown) {
    this.shown = shown;
  }

  /** The folders in it by name. */
  Map<String, PlannedFolder> folders() {
    return Collections.unmodifiableMap(folders);
  }

  /** The files that come into it by name. */
  Map<String, CopySource.File> files() {
    return Collections.unmodifiableMap(files);
  }

  /** Its path from the target, for messages. */
  String shown() {
    return Quoting.visible(shown.isEmpty() ? "the target" : shown);
  }

  /** The path of something in it, for messages. */
  String shown(String name) {
    return Quoting.visible(shown.isEmpty() ? name : shown + "/" + name);
  }

  /** Plans a folder in it, one and the same for one name. */
  PlannedFolder folder(String name) throws CommandException {
    if (files.containsKey(name)) {
      throw inTheWay(name);
    }
    return folders.computeIfAbsent(
        name, key -> new PlannedFolder(shown.isEmpty() ? key : shown + "/" + key));
  }

  /** Plans a file in it. */
  void file(String name, CopySource.File source) throws CommandException {
    if (folders.containsKey(name)) {
      throw inTheWay(name);
    }
    if (files.putIfAbsent(name, source) != null) {
      throw new CommandException(
          "cannot copy multiple files with the same name into the same target directory");
    }
  }

  /** Plans nothing of that name any more, and nothing below it. */
  void drop(String name) {
    files.remove(name);
    folders.remove(name);
  }

  private CommandException inTheWay(String name) {
    return new CommandException(
        "error: '%s' would be a file and a directory".formatted(shown(name)));
  }

  /** This one and all below it, each before those that are in it. */
  List<PlannedFolder> all() {
    List<PlannedFolder> found = new ArrayList<>();
    collect(found);
    return found;
  }

  private void collect(Collection<PlannedFolder> found) {
    found.add(this);
    folders.values().forEach(folder -> folder.collect(found));
  }
}
