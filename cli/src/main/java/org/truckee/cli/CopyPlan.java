package org.truckee.cli;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.NoNodeException;
import org.truckee.cli.gateway.AtOnce;

/** What a copy has to do: all files of all sources, each with its folder ({@code spec/10 §4.7}). */
final class CopyPlan {
  private final PlannedFolder root = new PlannedFolder("");
  private final Names names;
  private final CopyReport report;

  /** What the target makes of the names of things in it. */
  interface Names {
    /**
     * Another name, or the same.
     *
     * @throws CommandException if nothing in it can have that name
     */
    String of(String name) throws CommandException;
  }

  /** A folder that has to be listed, and where its contents go. */
  private record Attached(
      CopySource.Folder source, PlannedFolder target, Optional<Attached> parent) {
    boolean isBelowItself() {
      Object identity = source.identity();
      for (Optional<Attached> above = parent; above.isPresent(); above = above.get().parent) {
        if (above.get().source.identity().equals(identity)) {
          return true;
        }
      }
      return false;
    }
  }

  /** What was found in one. */
  private record Listed(Attached folder, List<CopySource> children) {}

  private CopyPlan(Names names, CopyReport report) {
    this.names = names;
    this.report = report;
  }

  /** Names as directories of the grid keep them, which take two ways to write one for the same. */
  static String gridName(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * Plans a copy into a folder. Listing a folder that cannot be read is a failure of the report.
   *
   * @param names what the target makes of the names of things in it
   * @param most how many folders are listed at a time
   * @throws CommandException if two things would get one name
   */
  static CopyPlan of(List<CopySource> sources, Names names, CopyReport report, int most)
      throws CommandException, InterruptedException {
    CopyPlan plan = new CopyPlan(names, report);
    List<Attached> level = new ArrayList<>();
    for (CopySource source : sources) {
      plan.attach(source, plan.root, Optional.empty(), level);
    }
    int files = plan.root.files().size();
    int directories = plan.root.folders().size();
    while (!level.isEmpty()) {
      level = plan.below(level, most);
    }
    report.attaching(files, directories);
    List<PlannedFolder> receiving = plan.receiving();
    report.assigned(receiving.size(), receiving.stream().mapToInt(f -> f.files().size()).sum());
    return plan;
  }

  private void attach(
      CopySource source, PlannedFolder target, Optional<Attached> parent, List<Attached> folders)
      throws CommandException {
    String name = names.of(source.name());
    switch (source) {
      case CopySource.File file -> target.file(name, file);
      case CopySource.Folder folder -> {
        PlannedFolder planned = name.isEmpty() ? target : target.folder(name);
        folders.add(new Attached(folder, planned, parent));
      }
    }
  }

  private List<Attached> below(List<Attached> level, int most)
      throws CommandException, InterruptedException {
    List<Listed> listed = new ArrayList<>();
    report.found(level.size());
    AtOnce.forEach(
        level,
        most,
        folder -> {
          Optional<List<CopySource>> children = list(folder);
          synchronized (listed) {
            children.ifPresent(found -> listed.add(new Listed(folder, found)));
          }
        });
    List<Attached> next = new ArrayList<>();
    for (Listed folder : listed) {
      for (CopySource child : nameable(folder.children())) {
        attach(child, folder.folder().target(), Optional.of(folder.folder()), next);
      }
    }
    return next;
  }

  /**
   * Those that can have names in the target. Two that would have the same are not lost without a
   * word: the one that is called so already is copied, and the other named.
   */
  private List<CopySource> nameable(List<CopySource> children) {
    Map<String, CopySource> found = new LinkedHashMap<>();
    for (CopySource child : children) {
      try {
        String name = names.of(child.name());
        CopySource before = found.get(name);
        if (before == null || child.name().equals(name)) {
          found.put(name, child);
        }
        if (before != null) {
          CopySource other = child.name().equals(name) ? before : child;
          report.failed(
              other.shown(),
              new CommandException("error: there its name is the same as that of another"));
        }
      } catch (CommandException e) {
        report.failed(child.shown(), e);
      }
    }
    return List.copyOf(found.values());
  }

  private Optional<List<CopySource>> list(Attached folder) throws CommandException {
    report.examining();
    if (folder.isBelowItself()) {
      report.failed(
          folder.source().shown(), new CommandException("error: the directory contains itself"));
      return Optional.empty();
    }
    try {
      return Optional.of(folder.source().list());
    } catch (NoNodeException e) {
      throw e;
    } catch (CommandException e) {
      report.failed(folder.source().shown(), e);
      return Optional.empty();
    }
  }

  /** The target itself. */
  PlannedFolder root() {
    return root;
  }

  /** The folders into which files come. */
  List<PlannedFolder> receiving() {
    return root.all().stream().filter(folder -> !folder.files().isEmpty()).toList();
  }
}
