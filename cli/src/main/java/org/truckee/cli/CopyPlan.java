package org.truckee.cli;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.NoNodeException;

/** What a copy has to do: all files of all sources, each with its folder ({@code spec/10 §4.7}). */
final class CopyPlan {
  private final PlannedFolder root = new PlannedFolder("");
  private final UnaryOperator<String> names;
  private final CopyReport report;

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

  private CopyPlan(UnaryOperator<String> names, CopyReport report) {
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
   * @throws CommandException if two things would get one name
   */
  static CopyPlan of(List<CopySource> sources, UnaryOperator<String> names, CopyReport report)
      throws CommandException, InterruptedException {
    CopyPlan plan = new CopyPlan(names, report);
    List<Attached> level = new ArrayList<>();
    for (CopySource source : sources) {
      plan.attach(source, plan.root, Optional.empty(), level);
    }
    int files = plan.root.files().size();
    int directories = plan.root.folders().size();
    while (!level.isEmpty()) {
      level = plan.below(level);
    }
    report.attaching(files, directories);
    List<PlannedFolder> receiving = plan.receiving();
    report.assigned(receiving.size(), receiving.stream().mapToInt(f -> f.files().size()).sum());
    return plan;
  }

  private void attach(
      CopySource source, PlannedFolder target, Optional<Attached> parent, List<Attached> folders)
      throws CommandException {
    String name = names.apply(source.name());
    switch (source) {
      case CopySource.File file -> target.file(name, file);
      case CopySource.Folder folder -> {
        PlannedFolder planned = name.isEmpty() ? target : target.folder(name);
        folders.add(new Attached(folder, planned, parent));
      }
    }
  }

  private List<Attached> below(List<Attached> level) throws CommandException, InterruptedException {
    List<Listed> listed = new ArrayList<>();
    report.found(level.size());
    AtOnce.forEach(
        level,
        folder -> {
          Optional<List<CopySource>> children = list(folder);
          synchronized (listed) {
            children.ifPresent(found -> listed.add(new Listed(folder, found)));
          }
        });
    List<Attached> next = new ArrayList<>();
    for (Listed folder : listed) {
      for (CopySource child : folder.children()) {
        attach(child, folder.folder().target(), Optional.of(folder.folder()), next);
      }
    }
    return next;
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
