package org.truckee.grid.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The questions that are open, and when which of them becomes late or is given up. Keeps no threads
 * and waits for nothing: whoever waits asks how long. Used by one thread, or under one lock.
 *
 * @param <K> what is asked for
 */
public final class OpenQuestions<K> {
  private final ServerLatencies latencies;
  private final Map<Question<K>, Runnable> cancels = new LinkedHashMap<>();

  /** With those who want to know of servers that are late. */
  public OpenQuestions(ServerLatencies latencies) {
    this.latencies = latencies;
  }

  /** Somebody was asked; {@code cancel} ends the question without waiting. */
  public void add(Question<K> question, Runnable cancel) {
    cancels.put(question, cancel);
  }

  /** Whether a question was open, which it is no longer. */
  public boolean remove(Question<K> question) {
    return cancels.remove(question) != null;
  }

  /** Ends a question that nobody needs any more. */
  public void cancel(Question<K> question) {
    Runnable cancel = cancels.remove(question);
    if (cancel != null) {
      cancel.run();
    }
  }

  /** Cancels a question, but keeps it open until its end is taken. */
  public void interrupt(Question<K> question) {
    Runnable cancel = cancels.get(question);
    if (cancel != null) {
      cancel.run();
    }
  }

  /** Whether nobody is waited for. */
  public boolean isEmpty() {
    return cancels.isEmpty();
  }

  /** All of them, the oldest first. */
  public Stream<Question<K>> all() {
    return cancels.keySet().stream();
  }

  /** Those that can be counted on: they are not late. */
  public Stream<Question<K>> onTime() {
    return all().filter(question -> !question.isLate());
  }

  /** The time until one becomes late or is given up, never negative; empty if none is open. */
  public Optional<Duration> untilNextLapse() {
    return all()
        .map(Question::left)
        .min(Duration::compareTo)
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /**
   * Marks what has become late, and cancels and removes what is given up.
   *
   * @return the questions that this happened to
   */
  public List<Question<K>> lapse() {
    List<Question<K>> lapsed = new ArrayList<>();
    Iterator<Map.Entry<Question<K>, Runnable>> entries = cancels.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Question<K>, Runnable> entry = entries.next();
      Question<K> question = entry.getKey();
      if (!isDue(question)) {
        continue;
      }
      latencies.recordLate(question.server().id(), question.silence());
      if (question.isLate()) {
        question.markGivenUp();
        entry.getValue().run();
        entries.remove();
      } else {
        question.markLate();
      }
      lapsed.add(question);
    }
    return lapsed;
  }

  private static boolean isDue(Question<?> question) {
    Duration left = question.left();
    return left.isNegative() || left.isZero();
  }
}
