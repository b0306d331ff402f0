package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the node says of itself while it runs: structured messages for those who listen at {@code
 * /private/logs/v1}, and the last of them for reports of incidents ({@code spec/08 §18.5, §18.8}).
 * Capabilities are not in them. Thread-safe.
 */
public final class LogMessages {
  private static final int LAST = 200;

  /** A listener that is further behind loses the oldest messages. */
  private static final int MOST_BEHIND = 1000;

  private final Clock clock;

  /** With a number it makes the name of a task, which only has to be another one each time. */
  private final long process = new SecureRandom().nextLong();

  private final AtomicLong tasks = new AtomicLong();

  /** Guarded by itself. */
  private final Deque<Message> last = new ArrayDeque<>();

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /** Becomes JSON only if somebody wants to see it. */
  private sealed interface Message {
    ObjectNode json();
  }

  private record Line(UUID task, Instant time, String level, String logger, String text)
      implements Message {
    @Override
    public ObjectNode json() {
      return begin(task, 1, time)
          .put("message_type", "log")
          .put("level", level)
          .put("logger", logger)
          .put("message", text);
    }
  }

  private record Step(
      UUID task, int level, Instant time, String state, String method, String address, int code)
      implements Message {
    @Override
    public ObjectNode json() {
      ObjectNode json =
          begin(task, level, time)
              .put("action_type", "allmydata:web:common-render")
              .put("action_status", state)
              .put("method", method)
              .put("uri", address);
      return code < 0 ? json : json.put("code", code);
    }
  }

  private static ObjectNode begin(UUID task, int level, Instant time) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("task_uuid", task.toString());
    message.putArray("task_level").add(level);
    return message.put("timestamp", time.getEpochSecond() + time.getNano() / 1e9);
  }

  /** Without messages yet. */
  public LogMessages(Clock clock) {
    this.clock = clock;
  }

  private UUID task() {
    return new UUID(process, tasks.getAndIncrement());
  }

  /** A line of the program's log; what is secret in it must be censored already. */
  public void line(Instant time, String level, String logger, String text) {
    publish(new Line(task(), time, level, logger, text));
  }

  /** A request is answered. */
  Action request(String method, String censoredAddress) {
    Action action = new Action(task(), method, censoredAddress);
    action.step(1, "started", -1);
    return action;
  }

  /** The answering of one request. */
  final class Action {
    private final UUID task;
    private final String method;
    private final String address;

    private Action(UUID task, String method, String address) {
      this.task = task;
      this.method = method;
      this.address = address;
    }

    /** It has ended with this status; 0 if no answer was given. */
    void ended(int status) {
      step(2, status > 0 && status < 500 ? "succeeded" : "failed", status);
    }

    private void step(int level, String state, int code) {
      publish(new Step(task, level, clock.instant(), state, method, address, code));
    }
  }

  private void publish(Message message) {
    synchronized (last) {
      if (last.size() == LAST) {
        last.removeFirst();
      }
      last.addLast(message);
    }
    listeners.forEach(listener -> listener.add(message));
  }

  /** The last messages, oldest first, each in one line. */
  List<String> last() {
    synchronized (last) {
      return last.stream().map(message -> Json.line(message.json())).toList();
    }
  }

  /** Somebody who wants to hear all from now on. */
  Listener listen() {
    Listener listener = new Listener();
    listeners.add(listener);
    return listener;
  }

  /** Takes messages until it is closed. */
  final class Listener implements AutoCloseable {
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_BEHIND);

    private void add(Message message) {
      while (!waiting.offer(message)) {
        waiting.poll();
      }
    }

    /** The next message in one line, or nothing if none comes in time. */
    Optional<String> next(Duration patience) throws InterruptedException {
      Message message = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.ofNullable(message).map(found -> Json.line(found.json()));
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }
}
