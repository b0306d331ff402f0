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
import org.truckee.grid.history.DownloadEvent;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.servers.OpenQuestions;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.Trouble;
import org.truckee.grid.transfer.Background;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
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
  private final RankedServers servers;
  private final ReadPatience patience;
  private final Background background;
  private final Copies copies;
  private final Set<GridServer> known = new HashSet<>();
  private final Deque<GridServer> unasked = new ArrayDeque<>();
  private final OpenQuestions<Asked> open;
  private final Map<GridServer, String> failures = new LinkedHashMap<>();
  private final Map<GridServer, List<ShareCopy>> found = new LinkedHashMap<>();

  /** The number of the last read that had begun when a server was asked what it has. */
  private final Map<GridServer, Long> askedIn = new HashMap<>();

  private long reads;
  private long changes;

  /** Whether somebody still waits for what servers send along. */
  private boolean opening;

  /**
   * A finder of the shares of one file.
   *
   * @param background runs the questions, which may outlive the read that asks them
   */
  ShareFinder(
      FileFacts facts,
      RankedServers servers,
      ReadPatience patience,
      Background background,
      Copies copies) {
    this.facts = facts;
    this.servers = servers;
    this.patience = patience;
    this.background = background;
    this.copies = copies;
    this.open = new OpenQuestions<>(servers.latencies());
  }

  /** What a server was asked for, and where that is told of. */
  private record Asked(Opening opening, DownloadEvent.Question event) {
    @Override
    public String toString() {
      return "shares";
    }
  }

  /** Makes a reader of a share that was found. */
  @FunctionalInterface
  interface Copies {
    ShareCopy of(GridServer server, ShareNumber number, FoundShare share);
  }

  /**
   * A new read begins: servers that came meanwhile, or failed before, may be asked; those that went
   * are forgotten. Those that are known to be late come after all others.
   *
   * @return the number of the read
   */
  synchronized long begin() {
    List<GridServer> connected = servers.connected();
    forget(moved(connected));
    known.retainAll(connected);
    unasked.retainAll(connected);
    failures.keySet().retainAll(connected);
    found.keySet().retainAll(connected);
    askedIn.keySet().retainAll(connected);
    unasked.addAll(failures.keySet());
    failures.clear();
    List<GridServer> fresh = connected.stream().filter(server -> !known.contains(server)).toList();
    known.addAll(fresh);
    List<GridServer> ordered = servers.inOrder(fresh, facts.cap().index());
    for (GridServer server : ordered.reversed()) {
      unasked.addFirst(server);
    }
    List<GridServer> sorted = servers.lateLast(unasked);
    unasked.clear();
    unasked.addAll(sorted);
    return ++reads;
  }

  /**
   * Those that are reached in another way than before: what they were asked, and what they said, is
   * of no use any more.
   */
  private List<GridServer> moved(List<GridServer> connected) {
    Map<GridServer, StorageServer> now = new HashMap<>();
    connected.forEach(server -> now.put(server, server.storage()));
    return known.stream()
        .filter(server -> now.getOrDefault(server, server.storage()) != server.storage())
        .toList();
  }

  private void forget(List<GridServer> moved) {
    for (GridServer server : moved) {
      known.remove(server);
      unasked.remove(server);
      failures.remove(server);
      found.remove(server);
      askedIn.remove(server);
    }
  }

  /** Whether the server is reached in another way by now. */
  private boolean hasMoved(GridServer server) {
    return known.stream().anyMatch(now -> now.equals(server) && now.storage() != server.storage());
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

  /** Sees to it that {@code atOnce} questions are open that are not late, if servers are left. */
  synchronized void ask(int atOnce, DownloadStatus status) {
    ask(atOnce, Opening.NOTHING, status);
  }

  /** Like {@link #ask}, unless something has changed since {@code seen}: that may be enough. */
  synchronized void askMore(int atOnce, long seen, DownloadStatus status) {
    if (changes == seen) {
      ask(atOnce, status);
    }
  }

  /** Has servers send along what {@code wanted} says as well. */
  synchronized void ask(int atOnce, Opening wanted, DownloadStatus status) {
    opening |= wanted != Opening.NOTHING;
    long waiting = open.onTime().count();
    while (waiting++ < atOnce && !unasked.isEmpty()) {
      GridServer server = unasked.removeFirst();
      Asked asked = new Asked(wanted, status.question(server.id()));
      Question<Asked> question = new Question<>(server, asked, patience.withFinding(server));
      Thread thread = background.start("find shares", () -> ask(question));
      open.add(question, thread::interrupt);
      askedIn.put(server, reads);
    }
  }

  private void ask(Question<Asked> question) {
    try {
      Map<ShareNumber, FoundShare> shares = shares(question.server(), question.subject().opening());
      servers.latencies().record(question.server().id(), question.age());
      answered(question, shares);
    } catch (StorageException | RuntimeException | InterruptedException e) {
      failed(question, Trouble.of(e));
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

  /** Takes an answer, also one to a question that was given up. */
  private synchronized void answered(
      Question<Asked> question, Map<ShareNumber, FoundShare> buckets) {
    GridServer server = question.server();
    question
        .subject()
        .event()
        .answered(buckets.keySet().stream().map(ShareNumber::value).sorted().toList());
    open.remove(question);
    if (hasMoved(server)) {
      changed();
      return;
    }
    failures.remove(server);
    List<ShareCopy> shares = new ArrayList<>();
    new TreeMap<>(buckets)
        .headMap(new ShareNumber(facts.cap().total()))
        .forEach((number, share) -> shares.add(copies.of(server, number, share)));
    if (!opening) {
      shares.forEach(ShareCopy::dropExcerpts);
    }
    found.put(server, shares);
    changed();
  }

  private synchronized void failed(Question<Asked> question, Trouble trouble) {
    question.subject().event().failed();
    if (open.remove(question)) {
      note(question.server(), trouble);
    }
  }

  private void note(GridServer server, Trouble trouble) {
    if (!hasMoved(server)) {
      found.remove(server);
      failures.put(server, trouble.message());
    }
    changed();
  }

  /** The file is open: bytes that came along and were not used are dropped, to free memory. */
  synchronized void opened() {
    opening = false;
    found().forEach(ShareCopy::dropExcerpts);
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  /** How many servers were connected when the last read began. */
  synchronized int servers() {
    return known.size();
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
      Duration left = open.untilNextLapse().orElseThrow();
      if (!left.isZero()) {
        wait(left.toMillis() + 1);
      }
      open.lapse().forEach(this::lapsed);
    }
  }

  private void lapsed(Question<Asked> question) {
    if (question.isGivenUp()) {
      note(question.server(), Trouble.of(question.noAnswer()));
    } else {
      changed();
    }
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
    open.all().forEach(question -> report.put(question.server(), "no answer yet"));
    return report;
  }
}
