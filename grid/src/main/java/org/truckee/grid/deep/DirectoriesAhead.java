package org.truckee.grid.deep;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;

/**
 * The directories that a walk still has to enter, the next one first. Some are read ahead: those
 * that come next. What was read of others is given up when too much is held. For one thread.
 */
final class DirectoriesAhead implements AutoCloseable {
  /** How many times the parallelism may be read and not yet entered. */
  private static final int HELD = 4;

  private final int parallelism;
  private final Deque<Pending> stack = new ArrayDeque<>();
  private final Set<Pending> started = new HashSet<>();
  private final InOrder<DirectoryListing> reads = new InOrder<>("directory of a walk");
  private long pushed;

  DirectoriesAhead(int parallelism) {
    this.parallelism = parallelism;
  }

  /** A directory to be entered; equal to nothing but itself. */
  static final class Pending {
    private final Directory directory;
    private final List<String> path;
    private final long position;
    private final WalkPart.Span span;
    private Optional<Long> ticket = Optional.empty();

    private Pending(Directory directory, List<String> path, long position, WalkPart.Span span) {
      this.directory = directory;
      this.path = path;
      this.position = position;
      this.span = span;
    }

    Directory directory() {
      return directory;
    }

    List<String> path() {
      return path;
    }

    /** Which part of the walk it is thought to be, with all below it. */
    WalkPart.Span span() {
      return span;
    }
  }

  boolean isEmpty() {
    return stack.isEmpty();
  }

  /** Puts a directory before all others. */
  void push(Directory directory, List<String> path, WalkPart.Span span) {
    stack.push(new Pending(directory, path, pushed++, span));
  }

  /** Takes the next directory; it is being read, and so are some that come behind it. */
  Pending pop() {
    Pending next = stack.pop();
    start(next);
    Iterator<Pending> others = stack.iterator();
    for (int i = 1; i < parallelism && others.hasNext(); i++) {
      Pending other = others.next();
      if (other.ticket.isEmpty() && reads.running() < parallelism) {
        start(other);
      }
    }
    return next;
  }

  /** What is in the directory that was taken. */
  DirectoryListing read(Pending next) throws IOException, InterruptedException {
    started.remove(next);
    return reads.take(next.ticket.orElseThrow()).value(IOException.class);
  }

  private void start(Pending pending) {
    if (pending.ticket.isPresent()) {
      return;
    }
    pending.ticket = Optional.of(reads.start(pending.directory::list));
    started.add(pending);
    if (started.size() > HELD * parallelism) {
      giveUpLast();
    }
  }

  private void giveUpLast() {
    Pending last =
        started.stream().min(Comparator.comparingLong(each -> each.position)).orElseThrow();
    started.remove(last);
    last.ticket.ifPresent(reads::discard);
    last.ticket = Optional.empty();
  }

  @Override
  public void close() {
    reads.close();
  }
}
