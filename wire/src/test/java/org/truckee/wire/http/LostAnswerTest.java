package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteEnabler;

/** A server that takes a change whole and drops the connection may have carried it out. */
final class LostAnswerTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(3);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));

  private HttpTransport transport;
  private ScriptedServer server;
  private StorageHttpClient client;

  @BeforeEach
  void answerNothingButTheVersion() throws Exception {
    transport = new HttpTransport();
    server =
        new ScriptedServer(
            (request, number) -> request.line().contains("/version") ? version() : null);
    client = new StorageHttpClient(transport, server.nurl());
    // Later requests find a kept connection, which is where a client is tempted to try again.
    client.version();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    transport.close();
  }

  @Test
  void aReadTestWriteIsSentOnceAndItsOutcomeIsUnknown() {
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(new byte[32]), LEASES);
    requireSentOnce(
        "read-test-write",
        () ->
            client.readTestWrite(
                INDEX,
                secrets,
                Map.of(
                    SHARE,
                    new ShareUpdate(
                        List.of(),
                        List.of(new ShareUpdate.Write(0, new byte[3])),
                        OptionalLong.empty())),
                List.of(new ReadVector(0, 10))));
  }

  @Test
  void sharesAreStoredOnceAndTheOutcomeIsUnknown() {
    requireSentOnce(
        "/store",
        () ->
            client
                .shortcuts()
                .orElseThrow()
                .storeWhole(INDEX, LEASES, Map.of(SHARE, ByteBuffer.wrap(new byte[100]))));
  }

  @Test
  void spaceIsAskedForOnceAndTheOutcomeIsUnknown() {
    requireSentOnce("/immutable/", () -> client.allocateBuckets(INDEX, LEASES, Set.of(SHARE), 100));
  }

  private interface Change {
    Object make() throws Exception;
  }

  private void requireSentOnce(String path, Change change) {
    assertThatThrownBy(change::make)
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("whether it was carried out is unknown");
    assertThat(server.requests.stream().filter(request -> request.line().contains(path)))
        .hasSize(1)
        .allSatisfy(request -> assertThat(request.body()).isNotEmpty());
  }

  private static byte[] version() {
    byte[] version = Messages.version(new ServerVersion(1000, 2000, 3000, "x"));
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\n"
            + "Truckee-Extensions: store\r\nContent-Length: %d\r\n\r\n".formatted(version.length);
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(headBytes.length + version.length)
        .put(headBytes)
        .put(version)
        .array();
  }
}
