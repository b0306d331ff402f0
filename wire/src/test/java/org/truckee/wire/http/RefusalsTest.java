package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.memory.MemoryStorageServer;

/** The header with which a server says why it takes no shares. */
class RefusalsTest {
  private static final StorageIndex INDEX = HttpFixture.index(7);

  private static Map<ShareNumber, Refusal> refusedBy(StorageHttpClient client, int... shares)
      throws Exception {
    return client
        .allocateBuckets(INDEX, HttpFixture.leases(1), HttpFixture.shares(shares), 100)
        .refused();
  }

  @Test
  void theHeaderNamesSharesByReason() {
    Map<ShareNumber, Refusal> refused =
        Map.of(
            HttpFixture.share(3), Refusal.IN_PROGRESS,
            HttpFixture.share(7), Refusal.NO_ROOM,
            HttpFixture.share(5), Refusal.IN_PROGRESS,
            HttpFixture.share(9), Refusal.UNKNOWN);
    String value = Refusals.print(refused);
    assertThat(value).isEqualTo("in-progress=3 5, no-room=7");
    assertThat(Refusals.parse(value))
        .isEqualTo(
            Map.of(
                HttpFixture.share(3), Refusal.IN_PROGRESS,
                HttpFixture.share(5), Refusal.IN_PROGRESS,
                HttpFixture.share(7), Refusal.NO_ROOM));
  }

  @Test
  void everyReasonHasAWordOfItsOwn() {
    for (Refusal reason : Refusal.values()) {
      if (reason != Refusal.UNKNOWN) {
        Map<ShareNumber, Refusal> refused = Map.of(HttpFixture.share(1), reason);
        assertThat(Refusals.parse(Refusals.print(refused))).isEqualTo(refused);
      }
    }
  }

  @Test
  void allReasonsThatThereCanBeFitIntoTheHeader() throws Exception {
    MemoryStorageServer store =
        MemoryStorageServer.plain(Clock.systemUTC(), 1_000_000, true, "memory/1");
    int[] shares = new int[256];
    Map<ShareNumber, Refusal> all = new HashMap<>();
    for (int i = 0; i < shares.length; i++) {
      shares[i] = 999_999_000 + i;
      all.put(HttpFixture.share(shares[i]), Refusal.READ_ONLY);
    }
    try (HttpFixture http = new HttpFixture(store)) {
      assertThat(refusedBy(http.client, shares)).isEqualTo(all);
    }
  }

  @Test
  void aServerSaysWhyItRefuses() throws Exception {
    MemoryStorageServer store =
        MemoryStorageServer.plain(Clock.systemUTC(), 150, false, "memory/1");
    try (HttpFixture http = new HttpFixture(store)) {
      assertThat(refusedBy(http.client, 1, 2))
          .isEqualTo(Map.of(HttpFixture.share(2), Refusal.NO_ROOM));
      assertThat(refusedBy(http.client, 1))
          .isEqualTo(Map.of(HttpFixture.share(1), Refusal.IN_PROGRESS));
    }
  }

  @Test
  void aServerOfTheReferenceSaysNothing() throws Exception {
    byte[] answer =
        new Messages.AllocationAnswer(HttpFixture.shares(1), HttpFixture.shares(2)).encoded();
    try (ScriptedServer server = answering("200 OK", answer);
        HttpTransport transport = new HttpTransport()) {
      assertThat(refusedBy(new StorageHttpClient(transport, server.nurl()), 1, 2, 3))
          .isEqualTo(Map.of(HttpFixture.share(3), Refusal.UNKNOWN));
    }
  }

  @Test
  void whatCannotBeUnderstoodIsUnknown() throws Exception {
    byte[] answer =
        new Messages.AllocationAnswer(HttpFixture.shares(), HttpFixture.shares(2)).encoded();
    String header = "Truckee-Refused: moonstruck=3, no-room=2 8 99999999999 x -1, =4,,no-room 5";
    try (ScriptedServer server = answering("200 OK\r\n" + header, answer);
        HttpTransport transport = new HttpTransport()) {
      Allocation allocation =
          new StorageHttpClient(transport, server.nurl())
              .allocateBuckets(INDEX, HttpFixture.leases(1), HttpFixture.shares(2, 3, 4, 5), 100);
      assertThat(allocation.writers()).containsOnlyKeys(HttpFixture.share(2));
      assertThat(allocation.refused())
          .isEqualTo(
              Map.of(
                  HttpFixture.share(3), Refusal.UNKNOWN,
                  HttpFixture.share(4), Refusal.UNKNOWN,
                  HttpFixture.share(5), Refusal.NO_ROOM));
    }
  }

  private static ScriptedServer answering(String status, byte[] body) throws Exception {
    byte[] answer = ScriptedServer.answer(status, body);
    return new ScriptedServer((request, number) -> answer);
  }
}
