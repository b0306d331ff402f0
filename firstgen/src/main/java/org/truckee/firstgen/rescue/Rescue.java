package org.truckee.firstgen.rescue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.truckee.firstgen.download.FileTarget;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.peers.Concurrently;
import org.truckee.firstgen.uri.DirectoryIndex;

/**
 * Copies a directory and everything that can be reached from it. What cannot be read is left out
 * and told of; a failure of the destination ends it, to be gone on with later.
 */
public final class Rescue {
  /** How many things are copied at once; each needs its size on the disk meanwhile. */
  private static final int WIDTH = 4;

  private final Destination destination;
  private final Journal journal;
  private final Path spool;
  private final RescueProgress progress;
  private final List<RescueReport.Problem> problems = new ArrayList<>();
  private final List<RescueReport.Renamed> renamed = new ArrayList<>();
  private final AtomicInteger filesDone = new AtomicInteger();
  private final AtomicInteger filesCopied = new AtomicInteger();
  private final AtomicLong bytesDone = new AtomicLong();
  private final AtomicLong bytesCopied = new AtomicLong();

  /**
   * A rescue.
   *
   * @param journal what has been copied already, and will be
   * @param spool a folder where files lie between the grids
   */
  public Rescue(Destination destination, Journal journal, Path spool, RescueProgress progress) {
    this.destination = destination;
    this.journal = journal;
    this.spool = spool;
    this.progress = progress;
  }

  /**
   * Copies everything.
   *
   * @throws IOException if the root cannot be read, or the destination does not take something
   */
  public RescueReport run(DirectoryNode root) throws IOException, InterruptedException {
    Files.createDirectories(spool);
    Survey survey = Survey.of(root, progress);
    problems.addAll(survey.problems());
    if (!survey.directories().containsKey(root.uri().index())) {
      throw new IOException(
          "the root cannot be read: "
              + survey.problems().stream().findFirst().map(RescueReport.Problem::why).orElse(""));
    }
    List<Callable<Object>> makings = new ArrayList<>();
    survey.directories().keySet().forEach(index -> makings.add(() -> make(index)));
    inParts(makings);
    List<Callable<Object>> copies = new ArrayList<>();
    survey.files().values().forEach(file -> copies.add(() -> copy(file)));
    inParts(copies);
    List<Callable<Object>> links = new ArrayList<>();
    survey.directories().values().forEach(found -> links.add(() -> link(found)));
    inParts(links);
    return new RescueReport(
        journal.directory(root.uri().index()).orElseThrow(),
        survey.directories().size(),
        filesCopied.get(),
        bytesCopied.get(),
        problems,
        renamed);
  }

  /** Some at once, as long as all of them work out. */
  private static void inParts(List<Callable<Object>> things)
      throws IOException, InterruptedException {
    for (int at = 0; at < things.size(); at += WIDTH) {
      List<Callable<Object>> some = things.subList(at, Math.min(things.size(), at + WIDTH));
      for (Concurrently.Outcome<Object> outcome : Concurrently.all(some)) {
        if (outcome instanceof Concurrently.Outcome.Failed<Object>(Exception reason)) {
          throw reason instanceof IOException io ? io : new IOException(reason);
        }
      }
    }
  }

  private Destination.Directory make(DirectoryIndex index)
      throws IOException, InterruptedException {
    Optional<Destination.Directory> before = journal.directory(index);
    if (before.isPresent()) {
      return before.get();
    }
    Destination.Directory made = destination.makeDirectory();
    journal.made(index, made);
    return made;
  }

  private Path copy(Survey.Reached file) throws IOException, InterruptedException {
    FileNode node = file.node();
    boolean good = journal.file(node.uri()).isPresent();
    Path lies = Files.createTempFile(spool, "rescue.", ".file");
    try {
      if (!good && read(file, lies)) {
        journal.copied(node.uri(), destination.upload(lies));
        good = true;
      }
    } finally {
      Files.deleteIfExists(lies);
    }
    if (good) {
      filesCopied.incrementAndGet();
      bytesCopied.addAndGet(node.size());
    }
    progress.done(filesDone.incrementAndGet(), bytesDone.addAndGet(node.size()));
    return lies;
  }

  /** Reads a file with all its hashes; false if that is not possible. */
  private boolean read(Survey.Reached file, Path into) throws InterruptedException {
    try {
      file.node().download(new FileTarget(into));
      return true;
    } catch (IOException e) {
      synchronized (problems) {
        problems.add(new RescueReport.Problem(file.path(), String.valueOf(e.getMessage())));
      }
      return false;
    }
  }

  private Survey.Found link(Survey.Found found) throws IOException, InterruptedException {
    DirectoryIndex index = found.node().uri().index();
    Map<String, Destination.Child> children = new TreeMap<>();
    boolean complete = true;
    synchronized (renamed) {
      NewNames names = new NewNames(found.path(), renamed);
      for (Map.Entry<ChildName, DriveNode> child : found.children().entrySet()) {
        String name = names.of(child.getKey());
        Optional<Destination.Child> target = target(child.getValue());
        target.ifPresent(known -> children.put(name, known));
        complete &= target.isPresent();
      }
    }
    if (!children.isEmpty() && !journal.isLinked(index)) {
      destination.link(journal.directory(index).orElseThrow().writeCap(), children);
    }
    if (complete && !journal.isLinked(index)) {
      journal.linked(index);
    }
    return found;
  }

  private Optional<Destination.Child> target(DriveNode child) {
    return switch (child) {
      case FileNode file ->
          journal.file(file.uri()).map(cap -> new Destination.Child(Optional.empty(), cap));
      case DirectoryNode directory ->
          journal
              .directory(directory.uri().index())
              .map(
                  made ->
                      new Destination.Child(
                          directory.isMutable() ? Optional.of(made.writeCap()) : Optional.empty(),
                          made.readCap()));
    };
  }
}
