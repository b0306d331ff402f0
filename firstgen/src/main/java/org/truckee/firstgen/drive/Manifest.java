package org.truckee.firstgen.drive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.truckee.firstgen.peers.Concurrently;
import org.truckee.firstgen.uri.DirectoryIndex;

/**
 * The refresh capabilities of everything that can be reached from a directory ({@code spec/12
 * §13}). Each directory is visited once, so circles end.
 *
 * @param capabilities in order; literal files have none
 * @param problems why some directories or entries could not be read
 */
public record Manifest(SortedSet<String> capabilities, List<String> problems) {
  /** How many directories are listed at once. */
  private static final int WIDTH = 10;

  /** Copies both. */
  public Manifest {
    capabilities = Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
    problems = List.copyOf(problems);
  }

  /**
   * Walks from a directory.
   *
   * @throws DriveException if that directory itself cannot be read
   */
  static Manifest of(DirectoryNode start) throws DriveException, InterruptedException {
    Walk walk = new Walk();
    walk.reach(start);
    walk.visit(walk.waiting.remove(), start.list());
    while (!walk.waiting.isEmpty()) {
      walk.visitSome();
    }
    return new Manifest(walk.capabilities, walk.problems);
  }

  /** How far a walk is. */
  private static final class Walk {
    private final SortedSet<String> capabilities = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<DirectoryIndex> seen = new HashSet<>();
    private final Queue<DirectoryNode> waiting = new ArrayDeque<>();

    void reach(DriveNode node) {
      node.refreshCapability().ifPresent(capabilities::add);
      if (node instanceof DirectoryNode directory && seen.add(directory.uri().index())) {
        waiting.add(directory);
      }
    }

    void visit(DirectoryNode directory, Listing listing) {
      listing.damaged().forEach(text -> problems.add("%s: %s".formatted(directory, text)));
      listing.children().values().forEach(this::reach);
    }

    void visitSome() throws InterruptedException {
      List<DirectoryNode> some = new ArrayList<>();
      while (some.size() < WIDTH && !waiting.isEmpty()) {
        some.add(waiting.remove());
      }
      List<Callable<Listing>> questions = new ArrayList<>();
      some.forEach(directory -> questions.add(directory::list));
      List<Concurrently.Outcome<Listing>> answers = Concurrently.all(questions);
      for (int i = 0; i < some.size(); i++) {
        switch (answers.get(i)) {
          case Concurrently.Outcome.Done<Listing> done -> visit(some.get(i), done.value());
          case Concurrently.Outcome.Failed<Listing> failed ->
              problems.add("%s: %s".formatted(some.get(i), failed.reason().getMessage()));
        }
      }
    }
  }
}
