package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.WriteProgress;

/**
 * What our client sends for each call, beside what was recorded of the reference's: the same
 * request line, the same headers in whatever order but {@code Accept-Encoding}, the same body.
 */
class ClientRequestsTest {
  private static final StorageIndex INDEX = StorageIndex.parse("aaaqeayeaudaocajbifqydiob4");
  private static final StorageIndex SLOT = StorageIndex.parse("kumkr2cw52i2rptylg7d5cr2ja");
  private static final StorageIndex UNKNOWN = StorageIndex.parse("xxht6zfbwchqocnsrfsnp4atmu");

  /** A call of the client. */
  private interface Call {
    void run(StorageHttpClient client) throws Exception;
  }

  @Test
  void eachCallSendsTheReferencesRequest() throws Exception {
    Map<String, Call> calls = calls();
    for (JsonNode recorded : HttpVectors.get("reference_client_requests").required("calls")) {
      Call call = calls.get(recorded.required("call").asText());
      if (call != null) {
        check(recorded, call);
      }
    }
    assertThat(calls).hasSize(14);
  }

  private static Map<String, Call> calls() {
    LeaseSecrets leases = recordedLeases();
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("get_version()", client -> client.version());
    calls.put(
        "allocate_buckets(SI, renew, cancel, {0,7}, 10, canary)",
        client -> client.allocateBuckets(INDEX, leases, HttpFixture.shares(0, 7), 10));
    calls.put("bucket 0: write(0, 5 bytes)", client -> writer(client).write(0, ascii("01234")));
    calls.put("bucket 0: write(5, 5 bytes)", client -> writer(client).write(5, ascii("56789")));
    calls.put("bucket 7: abort()", client -> writer(client, 7).abort());
    calls.put("get_buckets(SI)", client -> client.getBuckets(INDEX));
    calls.put("bucket 0: read(0, 10)", client -> reader(client).read(0, ByteBuffer.allocate(10)));
    calls.put("bucket 0: read(4, 100)", client -> reader(client).read(4, ByteBuffer.allocate(100)));
    calls.put("bucket 0: read(10, 5)", client -> reader(client).read(10, ByteBuffer.allocate(5)));
    calls.put(
        "advise_corrupt_share(b'immutable', SI, 99, reason)",
        client ->
            client.adviseCorruptShare(
                ShareKind.IMMUTABLE, INDEX, HttpFixture.share(99), "nothing there"));
    calls.put("add_lease(SI, renew, cancel)", client -> client.addLease(INDEX, leases));
    calls.put("add_lease(unknown SI, renew, cancel)", client -> client.addLease(UNKNOWN, leases));
    calls.put(
        "slot_testv_and_readv_and_writev: wrong write enabler",
        client ->
            client.readTestWrite(
                SLOT,
                new SlotSecrets(new WriteEnabler("x".repeat(32).getBytes()), leases),
                Map.of(),
                List.of(new ReadVector(0, 1))));
    calls.put(
        "slot_readv(SI2, [0], [(2,2)])",
        client -> client.readSlot(SLOT, HttpFixture.shares(0), List.of(new ReadVector(2, 2))));
    return calls;
  }

  @Test
  void aChangeOfASlotCarriesWhatTheReferencesCarries() throws Exception {
    for (JsonNode recorded : HttpVectors.get("reference_client_requests").required("calls")) {
      if (!recorded.required("call").asText().startsWith("slot_testv_and_readv_and_writev")) {
        continue;
      }
      byte[] body = HttpVectors.hex(recorded.required("requests").get(0).required("body").asText());
      SlotMessages.Request request = SlotMessages.Request.decode(new CborReader(body));
      // Read and written again it is the same, so the client can say all that the reference says.
      assertThat(request.encoded()).isEqualTo(body);
    }
    ShareUpdate update =
        new ShareUpdate(
            List.of(new ShareUpdate.Test(1, 2, new byte[] {3})),
            List.of(new ShareUpdate.Write(300, new byte[30])),
            OptionalLong.of(1L << 40));
    SlotMessages.Request request =
        new SlotMessages.Request(
            Map.of(HttpFixture.share(4), update), List.of(new ReadVector(70_000, 1L << 33)));
    assertThat(SlotMessages.Request.decode(new CborReader(request.encoded())))
        .usingRecursiveComparison()
        .isEqualTo(request);
  }

  private static void check(JsonNode recorded, Call call) throws Exception {
    JsonNode wanted = recorded.required("requests").get(0);
    String what = recorded.required("call").asText();
    try (ScriptedServer server = new ScriptedServer((request, number) -> answer(request));
        HttpTransport transport = new HttpTransport()) {
      StorageHttpClient client =
          new StorageHttpClient(
              transport, server.nurl(), ClientLimits.defaults(), new RecordedRandom());
      try {
        call.run(client);
      } catch (StorageException e) {
        // Some answers are refusals; here only the requests count.
        assertThat(e).as(what).hasMessageContaining("status");
      }
      ScriptedServer.Seen last = server.requests.getLast();
      assertThat(last.line()).as(what).isEqualTo(wanted.required("request_line").asText());
      assertThat(HexFormat.of().formatHex(last.body()))
          .as(what)
          .isEqualTo(wanted.path("body").asText(""));
      assertThat(headers(last)).as(what).containsExactlyInAnyOrderElementsOf(headers(wanted));
    }
  }

  private static byte[] answer(ScriptedServer.Seen request) {
    return request.line().contains("/immutable/" + INDEX + " ")
        ? cbor(
            "200 OK", new Messages.AllocationAnswer(Set.of(), HttpFixture.shares(0, 7)).encoded())
        : request.line().startsWith("PATCH")
            ? cbor("200 OK", Messages.progress(new WriteProgress(List.of())))
            : request.line().contains("/version")
                ? cbor("200 OK", Messages.version(new ServerVersion(1, 2, 3, "x")))
                : request.line().contains("/shares")
                    ? cbor("200 OK", Messages.shares(HttpFixture.shares(0)))
                    : request.line().startsWith("GET")
                        ? bytes("HTTP/1.1 204 No Content\r\n\r\n")
                        : bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  }

  private static byte[] cbor(String status, byte[] message) {
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, message.length);
    return bytes(head + new String(message, StandardCharsets.ISO_8859_1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(bytes(text));
  }

  private static BucketWriter writer(StorageHttpClient client) throws Exception {
    return writer(client, 0);
  }

  private static BucketWriter writer(StorageHttpClient client, int share) throws Exception {
    return client
        .allocateBuckets(INDEX, recordedLeases(), HttpFixture.shares(0, 7), 10)
        .writers()
        .get(new ShareNumber(share));
  }

  private static BucketReader reader(StorageHttpClient client) throws Exception {
    return client.getBuckets(INDEX).get(HttpFixture.share(0));
  }

  private static List<String> headers(ScriptedServer.Seen request) {
    return request.headers().stream().filter(header -> !header.startsWith("Host:")).toList();
  }

  private static List<String> headers(JsonNode request) {
    List<String> headers = new ArrayList<>();
    for (JsonNode header : request.required("headers")) {
      String name = header.get(0).asText();
      if (!name.equals("Host") && !name.equals("Accept-Encoding")) {
        headers.add(name + ": " + header.get(1).asText());
      }
    }
    return headers;
  }

  private static LeaseSecrets recordedLeases() {
    return new LeaseSecrets(
        new LeaseSecret(recordedSecret("lease-renew-secret")),
        new LeaseSecret(recordedSecret("lease-cancel-secret")));
  }

  /** The secret of a kind that the recorded client used first. */
  private static byte[] recordedSecret(String kind) {
    return StreamSupport.stream(
            HttpVectors.get("reference_client_requests").required("calls").spliterator(), false)
        .flatMap(call -> call.required("requests").findValues("headers").stream())
        .flatMap(headers -> StreamSupport.stream(headers.spliterator(), false))
        .map(header -> header.get(1).asText())
        .filter(value -> value.startsWith(kind + " "))
        .map(value -> java.util.Base64.getDecoder().decode(value.substring(kind.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Gives the bytes that the recorded client drew for its upload secret. */
  private static final class RecordedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (0x40 + i);
      }
    }
  }
}
