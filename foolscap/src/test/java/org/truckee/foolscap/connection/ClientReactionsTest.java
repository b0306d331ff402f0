package org.truckee.foolscap.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.truckee.crypto.Vectors;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.connection.RecordedInterfaces.Secrets;
import org.truckee.foolscap.connection.RecordedInterfaces.StorageServer;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;

/** What a live client was recorded to make of answers, most of them wrong. */
class ClientReactionsTest {
  private static final byte[] INDEX = new byte[16];
  private static final byte[] SECRET = new byte[32];

  /** The answer to the first call: an RIStorageServer with the number 1; OPEN numbers 0 and 1. */
  private static final byte[] FOUND =
      HexFormat.of()
          .parseHex(
              "00880d8701810188"
                  + "0f870181"
                  + "2382"
                  + HexFormat.of().formatHex("RIStorageServer.tahoe.allmydata.com".getBytes())
                  + "01890089");

  /** Where we do otherwise than the reference on purpose: see docs/differences.md. */
  private static final Set<String> KINDER = Set.of("alloc immutable-set");

  @TestFactory
  Stream<DynamicTest> answersHaveTheRecordedOutcome() {
    JsonNode cases = TestTubs.VECTORS.required("client_reactions").required("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .map(
            vector ->
                dynamicTest(vector.required("name").textValue(), () -> reactsAsRecorded(vector)));
  }

  private static void reactsAsRecorded(JsonNode vector) throws Exception {
    String name = vector.required("name").textValue();
    try (PlayedConnection played = new PlayedConnection(PlayedConnection.OPTIONS, Map.of());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RemoteReference> found =
          executor.submit(
              () -> played.connection.getReferenceByName("storageswissnum", TestTubs.LIMIT));
      played.awaitMessages(1);
      played.play(FOUND);
      StorageServer server = found.get().as(StorageServer.class, TestTubs.LIMIT);
      Future<Object> call = executor.submit(call(vector.required("method").textValue(), server));
      played.awaitMessages(2);
      played.play(Vectors.bytes(vector.required("reply_hex")));
      Class<?> seen = outcome(call);
      String expected = vector.required("caller_sees").textValue();
      if (KINDER.contains(name)) {
        expected = "normal result";
      }
      assertThat(seen).isEqualTo(expected(expected));
      boolean kept = vector.required("connection_kept").booleanValue() || KINDER.contains(name);
      if (kept) {
        played.play(new byte[] {5, (byte) 0x8e});
        assertThat(played.awaitMessages(3)).contains("PONG(5)");
      } else {
        played.awaitEnd();
        assertThat(played.tokens().getLast()).startsWith("ERROR(");
      }
    }
  }

  private static Callable<Object> call(String method, StorageServer server) {
    return switch (method) {
      case "get_version" -> server::getVersion;
      case "advise_corrupt_share" ->
          () -> {
            server.adviseCorruptShare(INDEX, INDEX, 0, INDEX);
            return "done";
          };
      case "allocate_buckets" ->
          () -> server.allocateBuckets(INDEX, SECRET, SECRET, Set.of(1), 100, LocalObject.canary());
      case "slot_testv_and_readv_and_writev" ->
          () ->
              server.slotTestvAndReadvAndWritev(
                  INDEX, new Secrets(SECRET, SECRET, SECRET), Map.of(), List.of());
      default -> throw new IllegalArgumentException(method);
    };
  }

  private static Class<?> outcome(Future<Object> call) throws Exception {
    try {
      call.get(TestTubs.LIMIT.toSeconds(), TimeUnit.SECONDS);
      return Object.class;
    } catch (ExecutionException e) {
      return e.getCause().getClass();
    }
  }

  private static Class<?> expected(String seen) {
    if (seen.equals("normal result")) {
      return Object.class;
    }
    String type = seen.substring(0, seen.indexOf(':'));
    return switch (type) {
      case "foolscap.tokens.Violation" -> ViolationException.class;
      case "foolscap.tokens.RemoteException" -> RemoteFailureException.class;
      case "foolscap.ipb.DeadReferenceError" -> DeadReferenceException.class;
      default -> throw new IllegalArgumentException(seen);
    };
  }
}
