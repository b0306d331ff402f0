package org.truckee.grid.immutable.download;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/**
 * Asks the servers of a grid, in the file's order, which shares they have ({@code spec/01 §8.4}).
 * It asks only while somebody wants more shares; an answer that takes long is still used when it
 * comes, but further servers are asked meanwhile. Thread-safe.
 */
public final class ShareFinder {
  /** So many more servers are asked than shares are missing, as one may have none or be slow. */
  static final int SPARE_QUESTIONS = 1;

  private final FileFacts facts;
  private final DownloadTools tools;
  private final Set<GridServer> known = new HashSet<>();
  private final Deque<GridServer> unasked = new ArrayDeque<>();
  private final Map<GridServer, Question> open = new LinkedHashMap<>();
  private final Map<GridServer, String> failures = new LinkedHashMap<>();
  private final Map<GridServer, List<ShareCopy>> found = new LinkedHashMap<>();

  /** The number of the last read that had begun when a server was asked what it has. */
  private final Map<GridServer, Long> askedIn = new HashMap<>();

  private long reads;
  private long changes;

  /** Whether somebody still waits for what servers send along. */
  private boolean opening;

  private static final class Question {
    private final Opening opening;
    private final long begun = System.nanoTime();
    private Thread thread;
    private boolean overdue;

    Question(Opening opening) {
      this.opening = opening;
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }

  public ShareFinder(FileFacts facts, DownloadTools tools) {
    this.facts = facts;
    this.tools = tools;
  }

  /**
   * A new read begins: servers that came meanwhile, or failed before, may be asked; those that went
   * are forgotten.
   *
   * @return the number of the read
   */
  synchronized long begin() {
    List<GridServer> connected = tools.servers().connected();
    known.retainAll(connected);
    unasked.retainAll(connected);
    failures.keySet().retainAll(connected);
    found.keySet().retainAll(connected);
    askedIn.keySet().retainAll(connected);
    unasked.addAll(failures.keySet());
    failures.clear();
    List<GridServer> fresh = connected.stream().filter(server -> !known.contains(server)).toList();
    known.addAll(fresh);
    List<GridServer> ordered = tools.order().of(fresh, facts.cap().index());
    for (GridServer server : ordered.reversed()) {
      unasked.addFirst(server);
    }
    return ++reads;
  }

  /**
   * Whether a read that lacks shares has anything to hope for: something has changed since {@code
   * seen}, or somebody was not asked yet, or has not answered. If not, those who were asked before
   * the read began may be asked again: so no read asks a server more than once, however many other
   * reads there are.
   */
  synchronized boolean mayFindMore(long seen, long read) {
    return changes != seen || !unasked.isEmpty() || !open.isEmpty() || doubtAnswersBefore(read);
  }

  private boolean doubtAnswersBefore(long read) {
    List<GridServer> doubtful =
        found.keySet().stream().filter(server -> askedIn.getOrDefault(server, 0L) < read).toList();
    return unasked.addAll(doubtful);
  }

  /**
   * Sees to it that {@code atOnce} questions are open that are not overdue, if servers are left.
   */
  synchronized void ask(int atOnce) {
    ask(atOnce, Opening.NOTHING);
  }

  /** The same, unless something has changed since {@code seen}: that may be enough. */
  synchronized void askMore(int atOnce, long seen) {
    if (changes == seen) {
      ask(atOnce);
    }
  }

  /** The same; they are asked to send along what {@code wanted} says. */
  synchronized void ask(int atOnce, Opening wanted) {
    opening |= wanted != Opening.NOTHING;
    long waiting = open.values().stream().filter(question -> !question.overdue).count();
    while (waiting++ < atOnce && !unasked.isEmpty()) {
      GridServer server = unasked.removeFirst();
      Question question = new Question(wanted);
      open.put(server, question);
      askedIn.put(server, reads);
      question.thread = tools.background().start("find shares", () -> ask(server, question));
    }
  }

  private void ask(GridServer server, Question question) {
    try {
      answered(server, shares(server, question.opening));
      tools.latencies().record(server.id(), question.age());
    } catch (StorageException | RuntimeException e) {
      failed(server, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      failed(server, "the question was cancelled");
    }
  }

  private Map<ShareNumber, FoundShare> shares(GridServer server, Opening wanted)
      throws StorageException, InterruptedException {
    StorageIndex index = facts.cap().index();
    Optional<StorageShortcuts> shortcuts = server.storage().shortcuts();
    return shortcuts.isPresent()
        ? shortcuts.get().findShares(index, wanted.ranges(), wanted.most())
        : FoundShare.withoutExcerpts(server.storage().getBuckets(index));
  }

  private synchronized void answered(GridServer server, Map<ShareNumber, FoundShare> buckets) {
    open.remove(server);
    failures.remove(server);
    List<ShareCopy> copies = new ArrayList<>();
    new TreeMap<>(buckets)
        .headMap(new ShareNumber(facts.cap().total()))
        .forEach((number, share) -> copies.add(new ShareCopy(server, number, share, facts, tools)));
    if (!opening) {
      copies.forEach(ShareCopy::dropExcerpts);
    }
    found.put(server, copies);
    changed();
  }

  private synchronized void failed(GridServer server, String problem) {
    if (open.remove(server) != null) {
      found.remove(server);
      failures.put(server, problem);
      changed();
    }
  }

  /** The file is open: what came along and was not used, or comes yet, would fill the memory. */
  synchronized void opened() {
    opening = false;
    found().forEach(ShareCopy::dropExcerpts);
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  /** The shares found so far. */
  synchronized List<ShareCopy> found() {
    return found.values().stream().flatMap(List::stream).toList();
  }

  /** A number that grows with everything that happens here. */
  synchronized long changes() {
    return changes;
  }

  /** Whether there is nothing to wait for: nothing happened since, and nobody is left to answer. */
  synchronized boolean isSettled(long seen) {
    return changes == seen && unasked.isEmpty() && open.isEmpty();
  }

  /** Waits until something has happened since {@link #changes} was {@code seen}. */
  synchronized void awaitChange(long seen) throws InterruptedException {
    while (changes == seen && !open.isEmpty()) {
      Duration left = untilNextLapse();
      if (!left.isZero()) {
        wait(left.toMillis() + 1);
      }
      lapse();
    }
  }

  private Duration untilNextLapse() {
    return open.values().stream()
        .map(question -> patience(question).minus(question.age()))
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .min(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Duration patience(Question question) {
    return question.overdue ? tools.limits().answerLimit() : tools.limits().questionPatience();
  }

  private void lapse() {
    for (Map.Entry<GridServer, Question> entry : List.copyOf(open.entrySet())) {
      Question question = entry.getValue();
      if (question.age().compareTo(patience(question)) >= 0) {
        if (question.overdue) {
          question.thread.interrupt();
          failed(entry.getKey(), "no answer within " + inWords(tools.limits().answerLimit()));
        }
        question.overdue = true;
        changed();
      }
    }
  }

  public static String inWords(Duration duration) {
    return duration.toString().substring(2).toLowerCase();
  }

  /** What is known of each server, for error texts. */
  synchronized Map<GridServer, String> report() {
    Map<GridServer, String> report = new LinkedHashMap<>();
    found.forEach(
        (server, copies) -> {
          if (copies.isEmpty()) {
            report.put(server, "no shares");
          }
        });
    failures.forEach((server, problem) -> report.put(server, "failed (%s)".formatted(problem)));
    open.keySet().forEach(server -> report.put(server, "no answer yet"));
    return report;
  }
}
