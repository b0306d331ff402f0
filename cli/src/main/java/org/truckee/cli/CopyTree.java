package org.truckee.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.NoNodeException;
import org.truckee.cli.gateway.AtOnce;

/** Copies things into a folder, with all that is in them. */
final class CopyTree {
  private final CopyTarget target;
  private final CopyReport report;
  private final int most;
  private final boolean resume;

  /** How many files of each folder are not done yet. */
  private final Map<PlannedFolder, AtomicInteger> left = new ConcurrentHashMap<>();

  /** A file that is to be copied. */
  private record Job(PlannedFolder folder, String name, CopySource.File file) {}

  /**
   * Copies into a folder.
   *
   * @param most how many files at a time
   * @param resume whether files that are there already are left as they are
   */
  CopyTree(CopyTarget target, CopyReport report, int most, boolean resume) {
    this.target = target;
    this.report = report;
    this.most = most;
    this.resume = resume;
  }

  /**
   * Copies them. What fails is told to the report, and the rest is copied.
   *
   * @throws CommandException if nothing can be copied, or no more
   */
  void copy(List<CopySource> sources) throws CommandException, InterruptedException {
    CopyPlan plan = CopyPlan.of(sources, target::name, report, most);
    target.makeFolders(plan.root(), most, report);
    List<PlannedFolder> folders = plan.receiving();
    folders.forEach(folder -> left.put(folder, new AtomicInteger(folder.files().size())));
    report.begin(files(folders), folders.size(), bytes(folders));
    Iterator<Job> jobs = folders.stream().flatMap(CopyTree::jobs).iterator();
    AtOnce.forEach(() -> jobs, most, this::copy);
  }

  private static Stream<Job> jobs(PlannedFolder folder) {
    return folder.files().entrySet().stream()
        .map(file -> new Job(folder, file.getKey(), file.getValue()));
  }

  private static int files(List<PlannedFolder> folders) {
    return folders.stream().mapToInt(folder -> folder.files().size()).sum();
  }

  /** As far as it is known. */
  private static long bytes(List<PlannedFolder> folders) {
    return folders.stream()
        .flatMap(folder -> folder.files().values().stream())
        .mapToLong(file -> file.size().orElse(0))
        .sum();
  }

  private void copy(Job job) throws CommandException {
    PlannedFolder folder = job.folder();
    if (resume && target.has(folder, job.name(), job.file())) {
      report.passedOver(job.file().size().orElse(0));
    } else {
      attempt(
          folder.shown(job.name()),
          () -> target.copy(folder, job.name(), job.file(), report::moved));
    }
    report.fileDone();
    if (left.get(folder).decrementAndGet() == 0) {
      attempt(folder.shown(), () -> target.finish(folder));
      report.folderDone();
    }
  }

  private interface Attempt {
    void make() throws CommandException;
  }

  /** Without a node everything else would fail, too. */
  private void attempt(String what, Attempt attempt) throws CommandException {
    try {
      attempt.make();
    } catch (NoNodeException e) {
      throw e;
    } catch (CommandException e) {
      report.failed(what, e);
    }
  }
}
