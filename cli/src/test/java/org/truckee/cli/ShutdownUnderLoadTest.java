package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.node.Termination;

/** Nodes that are told to end while they have their hands full. */
class ShutdownUnderLoadTest {
  private static final int SERVERS = 3;
  private static final int CLIENTS = 8;
  private static final int ACKNOWLEDGED = 24;
  private static final int SMALL = 20_000;
  private static final int LARGE = 3_000_000;

  @TempDir private Path temp;

  private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
  private final CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED);
  private volatile boolean toldToEnd;

  @Test
  @Timeout(300)
  void whatWasAcknowledgedIsThereAfterwardsAndTheEndComesInTime() throws Exception {
    Path grid = temp.resolve("grid");
    try (NodeProcess node = NodeProcess.startGrid(grid, SERVERS, temp.resolve("log"))) {
      WebDoor door = WebDoor.of(NodeProcess.url(grid.resolve("client")));
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(i);
        clients.add(Thread.ofVirtual().start(() -> putAndGet(door, random)));
      }
      enough.await();
      toldToEnd = true;
      node.terminate();
      assertThat(node.status(Termination.LIMIT.toSeconds() + 5)).as(node.log()).isEqualTo(143);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(node.log()).as("nothing was closed under a handler").isEmpty();
    }
    try (NodeProcess again = NodeProcess.startGrid(grid, SERVERS, temp.resolve("log-2"))) {
      WebDoor door = WebDoor.of(NodeProcess.url(grid.resolve("client")));
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
      for (Map.Entry<String, byte[]> file : acknowledged.entrySet()) {
        WebDoor.Answer answer =
            door.exchange(WebDoor.get(file.getKey()), new byte[0]).orElseThrow();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(file.getValue());
      }
      assertThat(again.log()).isEmpty();
    }
  }

  /** Goes on until the node does not answer any more. */
  private void putAndGet(WebDoor door, Random random) {
    try {
      Optional<WebDoor.Answer> answer = Optional.empty();
      do {
        byte[] contents = new byte[random.nextBoolean() ? SMALL : LARGE];
        random.nextBytes(contents);
        answer = door.exchange("PUT /uri", contents);
        if (answer.isPresent() && answer.get().status() == 200) {
          String cap = answer.get().text();
          acknowledged.put(cap, contents);
          answer = door.exchange(WebDoor.get(cap), new byte[0]);
          enough.countDown();
        }
      } while (answer.isPresent() || !toldToEnd);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
