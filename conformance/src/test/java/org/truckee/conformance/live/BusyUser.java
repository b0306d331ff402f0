package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.WebApi;

/**
 * Makes, changes and reads files and directories, by any client, and remembers what was
 * acknowledged. Only this user changes them: two who change the same file at the same time may undo
 * each other's work.
 */
final class BusyUser {
  private static final int LARGEST = 60_000;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
  private static final long BETWEEN_ATTEMPTS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int number;
  private final List<WebApi> clients;
  private final Random random;
  private final Map<String, Payload> files = new HashMap<>();
  private final Map<String, Contents> mutables = new HashMap<>();
  private final Map<String, Children> directories = new HashMap<>();
  private long nextSeed;
  private int acknowledged;
  private int refused;

  BusyUser(int number, List<WebApi> clients, long seed) {
    this.number = number;
    this.clients = clients;
    this.random = new Random(seed);
    this.nextSeed = 1_000_000L * (number + 1);
  }

  /** What a mutable file may hold: what was acknowledged last, and what was not after that. */
  private static final class Contents {
    private List<byte[]> possible;

    Contents(byte[] first) {
      possible = List.of(first);
    }

    void put(List<byte[]> after, boolean acknowledged) {
      List<byte[]> next = new ArrayList<>(acknowledged ? List.of() : possible);
      next.addAll(after);
      possible = next;
    }

    List<byte[]> with(int offset, byte[] part) {
      return possible.stream().map(before -> overlay(before, offset, part)).toList();
    }

    private static byte[] overlay(byte[] before, int offset, byte[] part) {
      byte[] after = Arrays.copyOf(before, Math.max(before.length, offset + part.length));
      System.arraycopy(part, 0, after, offset, part.length);
      return after;
    }

    int shortest() {
      return possible.stream().mapToInt(bytes -> bytes.length).min().orElseThrow();
    }

    void require(String cap, byte[] actual) {
      assertThat(possible.stream().anyMatch(bytes -> Arrays.equals(bytes, actual)))
          .as(
              "%s holds what was written: %d bytes, expected %s",
              cap.substring(0, 20),
              actual.length,
              possible.stream().map(bytes -> bytes.length).toList())
          .isTrue();
    }
  }

  /** What a directory has to have, and what it may have. */
  private static final class Children {
    private final Set<String> present = new HashSet<>();
    private final Set<String> unsure = new HashSet<>();

    void require(Set<String> actual) {
      assertThat(actual).containsAll(present);
      Set<String> others = new HashSet<>(actual);
      others.removeAll(present);
      assertThat(unsure).containsAll(others);
    }
  }

  private interface Change {
    void run() throws IOException;
  }

  /** One operation, of whatever kind, by whatever client. */
  void doSomething() throws IOException {
    WebApi client = clients.get(random.nextInt(clients.size()));
    int choice = random.nextInt(100);
    if (choice < 3 || mutables.isEmpty()) {
      createFile(client);
    } else if (choice < 5 || directories.isEmpty()) {
      attempt(() -> directories.put(client.makeDirectory("sdmf"), new Children()));
    } else if (choice < 35 || files.isEmpty()) {
      Payload payload = payload();
      attempt(() -> files.put(client.put(payload), payload));
    } else if (choice < 50) {
      overwrite(client);
    } else if (choice < 60) {
      change(client);
    } else if (choice < 72) {
      addChild(client);
    } else if (choice < 76) {
      removeChild(client);
    } else {
      readSomething(client);
    }
  }

  private boolean attempt(Change change) {
    try {
      change.run();
      acknowledged++;
      return true;
    } catch (IOException e) {
      refused++;
      return false;
    }
  }

  private Payload payload() {
    return new Payload(100 + random.nextInt(LARGEST), nextSeed++);
  }

  private <T> T any(Collection<T> all) {
    return List.copyOf(all).get(random.nextInt(all.size()));
  }

  private void createFile(WebApi client) {
    Payload payload = payload();
    String format = random.nextBoolean() ? "sdmf" : "mdmf";
    attempt(() -> mutables.put(client.create(payload, format), new Contents(payload.bytes())));
  }

  private void overwrite(WebApi client) {
    String cap = any(mutables.keySet());
    Payload next = payload();
    boolean done = attempt(() -> client.replace(cap, next));
    mutables.get(cap).put(List.of(next.bytes()), done);
  }

  private void change(WebApi client) {
    String cap = any(mutables.keySet());
    Contents contents = mutables.get(cap);
    int offset = random.nextInt(contents.shortest());
    Payload part = new Payload(1 + random.nextInt(LARGEST / 4), nextSeed++);
    boolean done = attempt(() -> client.update(cap, offset, part));
    contents.put(contents.with(offset, part.bytes()), done);
  }

  private void addChild(WebApi client) {
    String directory = any(directories.keySet());
    Children children = directories.get(directory);
    Payload payload = payload();
    String name = "%d of user %d".formatted(payload.seed(), number);
    boolean done = attempt(() -> files.put(client.putChild(directory, name, payload), payload));
    (done ? children.present : children.unsure).add(name);
  }

  private void removeChild(WebApi client) {
    String directory = any(directories.keySet());
    Children children = directories.get(directory);
    if (!children.present.isEmpty()) {
      String name = any(children.present);
      boolean done = attempt(() -> client.removeChild(directory, name));
      children.present.remove(name);
      if (!done) {
        children.unsure.add(name);
      }
    }
  }

  /** While servers are away, reading may fail; what comes has to be right. */
  private void readSomething(WebApi client) {
    try {
      switch (random.nextInt(3)) {
        case 0 -> requireFile(client, any(files.keySet()));
        case 1 -> requireMutable(client, any(mutables.keySet()));
        default -> requireDirectory(client, any(directories.keySet()));
      }
    } catch (IOException e) {
      refused++;
    }
  }

  private void requireFile(WebApi client, String cap) throws IOException {
    assertThat(client.get(cap)).isEqualTo(files.get(cap).bytes());
  }

  private void requireMutable(WebApi client, String cap) throws IOException {
    mutables.get(cap).require(cap, client.get(cap));
  }

  private void requireDirectory(WebApi client, String cap) throws IOException {
    directories.get(cap).require(client.children(cap));
  }

  /** Reads everything by every client, and returns how many things there are. */
  int requireAll(Collection<WebApi> readers) throws IOException {
    for (WebApi reader : readers) {
      for (String cap : files.keySet()) {
        patiently(() -> requireFile(reader, cap));
      }
      for (String cap : mutables.keySet()) {
        patiently(() -> requireMutable(reader, cap));
      }
      for (String cap : directories.keySet()) {
        patiently(() -> requireDirectory(reader, cap));
      }
    }
    return files.size() + mutables.size() + directories.size();
  }

  /** A client may need a moment to see that a server is back. */
  private static void patiently(Change look) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      try {
        look.run();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_ATTEMPTS);
      }
    }
  }

  int acknowledged() {
    return acknowledged;
  }

  /** How often a change was not acknowledged or a reading failed. */
  int refused() {
    return refused;
  }
}
