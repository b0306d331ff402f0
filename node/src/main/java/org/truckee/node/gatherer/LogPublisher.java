package org.truckee.node.gatherer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;

/** Remembers the last lines of the log, and has them told to who asks for them. Thread-safe. */
final class LogPublisher implements RemoteLogs.Publisher {
  /** Lines for those who come late. */
  static final int REMEMBERED = 200;

  private static final int MOST_OBSERVERS = 16;

  private final String version;
  private final String incarnation;
  private final Deque<LogLine> last = new ArrayDeque<>();
  private final Set<LogSubscription> subscriptions = new HashSet<>();

  /**
   * Of a program that has said nothing yet.
   *
   * @param version its name and version with a slash between them
   * @param incarnation another text in each process
   */
  LogPublisher(String version, String incarnation) {
    this.version = version;
    this.incarnation = incarnation;
  }

  synchronized void publish(LogLine line) {
    if (last.size() == REMEMBERED) {
      last.removeFirst();
    }
    last.addLast(line);
    subscriptions.forEach(subscription -> subscription.add(line));
  }

  @Override
  public Value getVersions() {
    String[] parts = version.split("/", 2);
    return Value.dict(Map.of(Bytes.of(parts[0]), Bytes.of(parts[parts.length - 1])));
  }

  @Override
  public long getPid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public synchronized RemoteLogs.Subscription subscribeToAll(
      RemoteLogs.Observer observer, Optional<Boolean> catchUp) throws ReportedException {
    if (subscriptions.size() == MOST_OBSERVERS) {
      throw new ReportedException(
          RemoteFailure.of("builtins.RuntimeError", "too many listen to the log already"));
    }
    List<LogLine> first = catchUp.orElse(false) ? List.copyOf(last) : List.of();
    Ending ending = new Ending();
    LogSubscription subscription = new LogSubscription(observer, incarnation, first, ending);
    subscriptions.add(subscription);
    ending.of(subscription);
    RemoteReference.behind(observer).ifPresent(o -> o.onLost(subscription::unsubscribe));
    return subscription;
  }

  /** Forgets a subscription that has ended, be it before it was known here. */
  private final class Ending implements Runnable {
    private Optional<LogSubscription> subscription = Optional.empty();
    private boolean ended;

    private void of(LogSubscription one) {
      subscription = Optional.of(one);
      if (ended) {
        run();
      }
    }

    @Override
    public void run() {
      synchronized (LogPublisher.this) {
        ended = true;
        subscription.ifPresent(subscriptions::remove);
      }
    }
  }

  @Override
  public void unsubscribe(Value subscription) {
    if (subscription instanceof LocalObject ours
        && ours.implementation() instanceof LogSubscription found) {
      found.unsubscribe();
    }
  }

  /** Nobody is told any more. */
  synchronized void end() {
    List.copyOf(subscriptions).forEach(LogSubscription::unsubscribe);
  }
}
