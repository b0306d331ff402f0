package org.truckee.firstgen.rescue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.Listing;
import org.truckee.firstgen.peers.Concurrently;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.FileUri;

/**
 * Everything that can be reached from a directory. Each directory is read once, or twice if it was
 * first met by somebody who could only read it: circles end.
 */
final class Survey {
  private static final int WIDTH = 10;

  private final Map<DirectoryIndex, Found> directories = new LinkedHashMap<>();
  private final Map<FileUri, Reached> files = new LinkedHashMap<>();
  private final List<RescueReport.Problem> problems = new ArrayList<>();
  private final Set<DirectoryIndex> writable = new HashSet<>();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final RescueProgress progress;
  private long bytes;

  /** A directory that was read. */
  record Found(DirectoryNode node, String path, Map<ChildName, DriveNode> children) {}

  /** A file and one of the places where it is. */
  record Reached(FileNode node, String path) {}

  private record Waiting(DirectoryNode node, String path) {}

  private Survey(RescueProgress progress) {
    this.progress = progress;
  }

  static Survey of(DirectoryNode root, RescueProgress progress) throws InterruptedException {
    Survey survey = new Survey(progress);
    survey.reach(root, "");
    while (!survey.waiting.isEmpty()) {
      survey.readSome();
    }
    return survey;
  }

  Map<DirectoryIndex, Found> directories() {
    return directories;
  }

  Map<FileUri, Reached> files() {
    return files;
  }

  List<RescueReport.Problem> problems() {
    return problems;
  }

  private final Set<DirectoryIndex> reached = new HashSet<>();

  private void reach(DriveNode node, String path) {
    switch (node) {
      case FileNode file -> {
        if (files.putIfAbsent(file.uri(), new Reached(file, path)) == null) {
          bytes += file.size();
        }
      }
      case DirectoryNode directory -> {
        DirectoryIndex index = directory.uri().index();
        boolean known = !reached.add(index);
        boolean more = directory.isMutable() && writable.add(index);
        if (!known || more) {
          waiting.add(new Waiting(directory, path));
        }
      }
    }
  }

  private void readSome() throws InterruptedException {
    List<Waiting> some = new ArrayList<>();
    while (some.size() < WIDTH && !waiting.isEmpty()) {
      some.add(waiting.remove());
    }
    List<Callable<Listing>> questions = new ArrayList<>();
    some.forEach(one -> questions.add(one.node()::list));
    List<Concurrently.Outcome<Listing>> answers = Concurrently.all(questions);
    for (int i = 0; i < some.size(); i++) {
      Waiting one = some.get(i);
      switch (answers.get(i)) {
        case Concurrently.Outcome.Done<Listing> done -> note(one, done.value());
        case Concurrently.Outcome.Failed<Listing> failed ->
            problems.add(
                new RescueReport.Problem(
                    one.path() + "/", String.valueOf(failed.reason().getMessage())));
      }
    }
    progress.found(directories.size(), files.size(), bytes);
  }

  private void note(Waiting one, Listing listing) {
    DirectoryIndex index = one.node().uri().index();
    Found before = directories.get(index);
    String path = before == null ? one.path() : before.path();
    directories.put(index, new Found(one.node(), path, listing.children()));
    if (before == null) {
      listing.damaged().forEach(text -> problems.add(new RescueReport.Problem(path + "/", text)));
    }
    listing.children().forEach((name, child) -> reach(child, path + "/" + name));
  }
}
