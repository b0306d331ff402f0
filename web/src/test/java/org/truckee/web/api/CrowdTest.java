package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.Link;
import org.truckee.grid.simulation.Call;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.http.RefusedException;
import org.truckee.memory.MemoryBudget;
import org.truckee.memory.ProcessMemory;

/** More requests than there is room for, and larger ones. */
@Timeout(60)
class CrowdTest {
  /** So many requests are served at once with a small heap. */
  private static final int PLACES = 64;

  private static final String LITERAL = "URI:LIT:n5xgk";

  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode(DownloadLimits.DEFAULT, ProcessMemory.ofHeap(64 << 20));
  }

  @AfterEach
  void stop() {
    node.servers().servers().forEach(FaultyServer::recover);
    node.close();
  }

  @Test
  void whoFindsNoPlaceIsToldToComeBack() throws Exception {
    String cap = send("PUT", "/uri", new byte[1000]).text();
    node.servers().servers().forEach(server -> server.stall(Call.Operation.GET_BUCKETS));
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * PLACES; i++) {
        waiting.add(new Socket("127.0.0.1", node.http().port()));
        waiting
            .getLast()
            .getOutputStream()
            .write(
                "GET /uri/%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .formatted(cap)
                    .getBytes(StandardCharsets.US_ASCII));
      }
      RawHttp.Answer answer = send("GET", "/", new byte[0]);
      while (answer.status() == 200) {
        answer = send("GET", "/", new byte[0]);
      }
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).matches("[0-9]+");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
    node.servers().servers().forEach(FaultyServer::recover);
    RawHttp.Answer answer = send("GET", "/uri/" + cap, new byte[0]);
    while (answer.status() == 503) {
      answer = send("GET", "/uri/" + cap, new byte[0]);
    }
    assertThat(answer.body()).hasSize(1000);
  }

  @Test
  void childrenThatTakeMoreMemoryThanThereIsAreRefused() throws Exception {
    RawHttp.Answer fits = send("POST", "/uri?t=mkdir-with-children", children(1000));
    assertThat(fits.status()).isEqualTo(200);
    RawHttp.Answer tooMany = send("POST", "/uri?t=mkdir-with-children", children(60_000));
    assertThat(tooMany.status()).isEqualTo(413);
    assertThat(tooMany.text()).contains("memory");
    byte[] nested =
        ("{\"a\":[\"x\",{\"metadata\":[" + "{},".repeat(100_000) + "0]}]}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(send("POST", "/uri?t=mkdir-with-children", nested).status()).isEqualTo(413);
    // The last request gives back what it took after its answer has left.
    MemoryBudget transfers = node.settings().memory().transfers();
    assertThat(transfers.take(transfers.bytes(), 0, Duration.ofSeconds(30)))
        .hasValueSatisfying(all -> assertThat(all.bytes()).isEqualTo(transfers.bytes()));
  }

  @Test
  void moreChildrenAreListedThanThereIsMemoryForAtOnce() throws Exception {
    String cap = send("POST", "/uri?t=mkdir-with-children", children(0, 3000)).text();
    for (int from = 3000; from < 12_000; from += 3000) {
      byte[] more = children(from, from + 3000);
      assertThat(send("POST", "/uri/" + cap + "?t=set_children", more).status()).isEqualTo(200);
    }

    RawHttp.Answer listing = send("GET", "/uri/" + cap + "?t=json", new byte[0]);

    assertThat(listing.status()).isEqualTo(200);
    JsonNode children = new ObjectMapper().readTree(listing.text()).get(1).get("children");
    assertThat(children).hasSize(12_000);
    assertThat(children.get("2edf").get(1).get("ro_uri").asText()).isEqualTo(LITERAL);
  }

  @Test
  void aFormWithMoreFieldsThanAnybodyFillsInIsRefused() throws IOException {
    RawHttp.Answer answer =
        node.http()
            .send(
                "POST",
                "/uri",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "a=1&".repeat(2000).getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void memoryThatOthersHaveIsWaitedFor() throws Exception {
    MemoryBudget budget = new MemoryBudget(4 << 20);
    MemoryBudget.Grant others = budget.tryTake(4 << 20).orElseThrow();
    try (RequestMemory memory = new RequestMemory(budget)) {
      memory.take(10_000);
      Thread giver = Thread.ofVirtual().start(others::close);
      memory.take(1 << 20);
      giver.join();
      assertThat(budget.free()).isLessThan(budget.bytes());
      assertThatThrownBy(() -> memory.take(2 << 20))
          .isInstanceOfSatisfying(
              RefusedException.class, refusal -> assertThat(refusal.status()).isEqualTo(413));
    }
    assertThat(budget.free()).isEqualTo(budget.bytes());
  }

  /** A path of many directories takes what one of them does; a change keeps what it has read. */
  @Test
  void directoriesOnTheWayAreCounted() throws Exception {
    String parent = send("POST", "/uri?t=mkdir", new byte[0]).text().strip();
    send("PUT", "/uri/" + parent + "/a/b/file", new byte[100]);
    MemoryBudget budget = new MemoryBudget(4 << 20);
    AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    Directory directory = (Directory) node.settings().grid().node(Capability.parse(parent));
    try (RequestMemory memory = new RequestMemory(budget)) {
      Vacancy place = new Vacancy(directory, "a");
      for (int i = 0; i < 10; i++) {
        Link link = memory.lookedUp(place);
        assertThat(link.name()).isEqualTo("a");
        least.accumulateAndGet(budget.free(), Math::min);
      }
      assertThat(least.get()).as("after each step").isEqualTo(budget.bytes());
      memory.readToChange(directory, "b");
      assertThat(budget.free()).isLessThanOrEqualTo(budget.bytes() - 900_000);
    }
    assertThat(budget.free()).isEqualTo(budget.bytes());
    MemoryBudget.Grant others = budget.tryTake(4 << 20).orElseThrow();
    try (RequestMemory memory = new RequestMemory(budget)) {
      Thread giver = Thread.ofVirtual().start(others::close);
      assertThat(memory.lookedUp(new Vacancy(directory, "a")).name()).isEqualTo("a");
      giver.join();
    }
  }

  /** As many as possible in so many bytes. */
  private static byte[] children(int count) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append("\"%x\":[\"\",{}]".formatted(i));
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Small files, each with a name of its own. */
  private static byte[] children(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"%x\": [\"filenode\", {\"ro_uri\": \"%s\"}]".formatted(i, LITERAL))
        .collect(Collectors.joining(", ", "{", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private RawHttp.Answer send(String method, String target, byte[] body) throws IOException {
    return node.http().send(method, target, Map.of(), body);
  }
}
