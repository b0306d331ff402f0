package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.truckee.storage.ShareKind;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteProgress;

/**
 * What our client makes of answers that were put before the reference's: a result where it has one,
 * an error where it has one, and the listed differences.
 */
class ClientResponsesTest {
  private static final byte[] ALLOCATED =
      new Messages.AllocationAnswer(Set.of(), HttpFixture.shares(0)).encoded();

  /** Where ours is more careful, or more patient; by operation and the end of the answer in hex. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          // Bytes of another place than was asked for are of no use to anybody.
          "read 10 bytes at 0: start differs from the request: not checked", "error",
          // All of the share, when that is what was asked for, is as good as the range.
          "read 10 bytes at 0: a full response to a ranged request is an error", "result");

  @TestFactory
  Stream<DynamicTest> answersAreTakenAsByTheReference() {
    JsonNode cases = HttpVectors.get("reference_client_response_handling").required("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .filter(recorded -> !recorded.required("operation").asText().contains("low level"))
        .map(
            recorded ->
                DynamicTest.dynamicTest(
                    recorded.required("operation").asText() + " " + recorded.path("note").asText(),
                    () -> check(recorded)));
  }

  private static void check(JsonNode recorded) throws Exception {
    byte[] response = HttpVectors.hex(recorded.required("response_hex").asText());
    String operation = recorded.required("operation").asText();
    try (ScriptedServer server =
            new ScriptedServer(
                (request, number) ->
                    request.line().startsWith("POST") && needsBucket(operation)
                        ? allocation()
                        : response);
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client = new StorageHttpClient(transport, server.nurl());
      String outcome;
      try {
        run(operation, client);
        outcome = "result";
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("127.0.0.1:");
        outcome = "error";
      }
      assertThat(outcome).isEqualTo(wanted(recorded, operation));
    }
  }

  private static String wanted(JsonNode recorded, String operation) {
    String different = DIFFERENT.get(operation + ": " + recorded.path("note").asText());
    if (different != null) {
      return different;
    }
    String response = new String(HttpVectors.hex(recorded.required("response_hex").asText()));
    // An upload that has ended already is as good as aborted.
    if (operation.equals("abort") && response.matches("(?s)HTTP/1.1 40[45] .*")) {
      return "result";
    }
    return recorded.required("outcome").has("result") ? "result" : "error";
  }

  private static boolean needsBucket(String operation) {
    return operation.equals("write chunk") || operation.equals("abort");
  }

  private static byte[] allocation() {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n"
            .formatted(ALLOCATED.length);
    ByteBuffer answer = ByteBuffer.allocate(head.length() + ALLOCATED.length);
    return answer.put(head.getBytes()).put(ALLOCATED).array();
  }

  private static void run(String operation, StorageHttpClient client) throws Exception {
    Target.Share share =
        new Target.Share(ShareKind.IMMUTABLE, HttpFixture.index(1), HttpFixture.share(0));
    switch (operation) {
      case "read 10 bytes at 0" -> {
        ByteBuffer target = ByteBuffer.allocate(30).limit(10);
        int read = client.reader(share).read(0, target);
        assertThat(target.limit()).isEqualTo(10);
        assertThat(target.position()).isEqualTo(read);
      }
      case "get_version" -> client.version();
      case "list immutable shares" -> client.getBuckets(share.index());
      case "list mutable shares" -> client.readSlot(share.index(), Set.of(), List.of());
      case "allocate" ->
          client.allocateBuckets(
              share.index(), HttpFixture.leases(1), HttpFixture.shares(0, 1, 9), 10);
      case "write chunk" -> {
        WriteProgress progress = writer(client).write(0, ByteBuffer.wrap(new byte[3]));
        assertThat(progress.missing()).hasSizeLessThan(2);
      }
      case "abort" -> writer(client).abort();
      case "IStorageServer.add_lease" -> client.addLease(share.index(), HttpFixture.leases(1));
      case "IStorageServer.advise_corrupt_share" ->
          client.adviseCorruptShare(ShareKind.IMMUTABLE, share.index(), share.share(), "bad");
      case "read-test-write" ->
          client.readTestWrite(share.index(), HttpFixture.slotSecrets(1), Map.of(), List.of());
      default -> throw new AssertionError("unknown operation " + operation);
    }
  }

  private static org.truckee.storage.BucketWriter writer(StorageHttpClient client)
      throws Exception {
    return client
        .allocateBuckets(HttpFixture.index(1), HttpFixture.leases(1), HttpFixture.shares(0), 10)
        .writers()
        .get(HttpFixture.share(0));
  }
}
