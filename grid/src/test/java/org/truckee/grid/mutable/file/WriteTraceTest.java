package org.truckee.grid.mutable.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.grid.Grid;
import org.truckee.grid.GridServer;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.ServerId;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.mutable.MutableVectors;
import org.truckee.grid.mutable.Version;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.memory.MemoryStorageServer;

/** What is sent to servers, and what they hold then, is what the reference sends. */
class WriteTraceTest {
  private record Sent(SlotSecrets secrets, ShareUpdate update, List<ReadVector> ranges) {}

  /** Five servers, the i-th of which is the i-th in the order for the file. */
  private static final class World {
    final JsonNode trace;
    final MutableWriteCap cap;
    final List<MemoryStorageServer> memories = new ArrayList<>();
    final List<GridServer> servers = new ArrayList<>();
    final Map<Integer, Sent> sent = new ConcurrentHashMap<>();
    final Deque<byte[]> salts = new ArrayDeque<>();

    World(JsonNode trace) {
      this.trace = trace;
      MutableFormat format =
          trace.get("format").textValue().equals("sdmf") ? MutableFormat.SDMF : MutableFormat.MDMF;
      this.cap = MutableVectors.keys(trace.get("key").textValue()).cap(format);
      List<byte[]> seeds = seeds(cap.index());
      for (int i = 0; i < 5; i++) {
        MemoryStorageServer memory = MemoryStorageServer.plain();
        memories.add(memory);
        servers.add(
            new GridServer(
                new ServerId("server" + i),
                "",
                seeds.get(i),
                tub(i),
                new RecordingServer(
                    memory,
                    (secrets, updates, ranges) ->
                        updates.forEach(
                            (share, update) ->
                                sent.put(share.value(), new Sent(secrets, update, ranges)))),
                true));
      }
    }

    private static List<byte[]> seeds(StorageIndex index) {
      Random random = new Random(MutableFixture.SEED);
      return Stream.generate(
              () -> {
                byte[] seed = new byte[20];
                random.nextBytes(seed);
                return seed;
              })
          .limit(5)
          .sorted(
              Comparator.comparing(
                  seed -> Hashes.permuteServer(index.bytes(), seed),
                  java.util.Arrays::compareUnsigned))
          .toList();
    }

    private byte[] tub(int share) {
      for (JsonNode call : trace.get("steps").get(0).get("slot_calls")) {
        if (call.get("shnum").intValue() == share) {
          return MutableVectors.hex(call.get("server_id"));
        }
      }
      return new byte[20];
    }

    Grid client() {
      RandomGenerator recorded =
          new RandomGenerator() {
            @Override
            public void nextBytes(byte[] bytes) {
              byte[] salt = salts.remove();
              System.arraycopy(salt, 0, bytes, 0, bytes.length);
            }

            @Override
            public long nextLong() {
              throw new UnsupportedOperationException();
            }
          };
      try (MutableFixture fixture = new MutableFixture(1)) {
        return fixture
            .builder(
                () -> servers,
                trace.get("k").intValue(),
                trace.get("n").intValue(),
                java.time.Duration.ofMinutes(1))
            .random(recorded)
            .build();
      }
    }

    /** Makes servers hold what the recording says; of the other shares, what we have is right. */
    void load(JsonNode step) {
      MutableVectors.shares(step.get("slots_after_b64"))
          .forEach(
              (share, bytes) ->
                  memories
                      .get(share)
                      .putMutable(
                          cap.index(),
                          new ShareNumber(share),
                          bytes,
                          WriteEnabler.of(
                              cap.writeKey(), new TubId(servers.get(share).leaseSeed()))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdmf-create-overwrite-shrink-update"})
  void slotsAreAsTheReferenceLeavesThem(String name) throws Exception {
    JsonNode trace =
        MutableVectors.list("write_traces")
            .filter(each -> each.get("name").textValue().equals(name))
            .findAny()
            .get();
    World world = new World(trace);
    for (JsonNode step : trace.get("steps")) {
      world.salts.clear();
      step.get("salts_used").forEach(salt -> world.salts.add(MutableVectors.hex(salt)));
      world.sent.clear();
      try (Grid client = world.client()) {
        MutableFile file = perform(client, world, step);
        assertThat(file.contents()).isEqualTo(MutableVectors.hex(step.get("plaintext_after_hex")));
      }
      assertCalls(world, step);
      assertSlots(world, step);
    }
  }

  private static MutableFile perform(Grid client, World world, JsonNode step) throws Exception {
    Source data = Source.of(MutableVectors.hex(step.get("data_hex")));
    switch (step.get("op").textValue()) {
      case "create" -> {
        return client.createMutable(
            InitialContents.of(data),
            MutableOptions.DEFAULT
                .withFormat(world.cap.format())
                .withKey(MutableFixture.key(world.trace.get("key").textValue())));
      }
      case "overwrite" -> client.open(world.cap).overwrite(data);
      default -> client.open(world.cap).update(step.get("offset").longValue(), data);
    }
    return client.open(world.cap);
  }

  private static void assertCalls(World world, JsonNode step) {
    for (JsonNode call : step.get("slot_calls")) {
      Sent sent = world.sent.get(call.get("shnum").intValue());
      assertThat(hex(sent.secrets.writeEnabler().bytes()))
          .isEqualTo(call.get("write_enabler").textValue());
      assertThat(hex(sent.secrets.leases().renew().bytes()))
          .isEqualTo(call.get("renew_secret").textValue());
      assertThat(hex(sent.secrets.leases().cancel().bytes()))
          .isEqualTo(call.get("cancel_secret").textValue());
      assertThat(sent.update.newLength()).isEmpty();
      assertThat(sent.update.tests()).hasSize(1);
      ShareUpdate.Test test = sent.update.tests().getFirst();
      JsonNode expected = call.get("test_vectors").get(0);
      assertThat(test.offset()).isEqualTo(expected.get("offset").longValue());
      assertThat(test.length()).isEqualTo(expected.get("length").longValue());
      assertThat(test.specimen().length)
          .isEqualTo(MutableVectors.hex(expected.get("specimen")).length);
      assertThat(sent.ranges)
          .containsExactly(new ReadVector(0, call.get("read_vector").get(0).get(1).longValue()));
    }
  }

  /** Signatures are different each time: the recorded one is put in its place. */
  private static void assertSlots(World world, JsonNode step) throws Exception {
    byte[] signature = MutableVectors.hex(step.get("signature"));
    SortedMap<Integer, byte[]> recorded = MutableVectors.shares(step.get("slots_after_b64"));
    for (Map.Entry<Integer, byte[]> share : recorded.entrySet()) {
      byte[] ours =
          world
              .memories
              .get(share.getKey())
              .shares(world.cap.index())
              .get(new ShareNumber(share.getKey()))
              .clone();
      Version version = Version.parse(java.util.Arrays.copyOf(ours, 123));
      int at = (int) version.layout().signatureRange().begin();
      System.arraycopy(signature, 0, ours, at, signature.length);
      assertThat(ours).isEqualTo(share.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mdmf-update-in-place"})
  void updatesInPlaceAreAsTheReferenceMakesThem(String name) throws Exception {
    JsonNode trace =
        MutableVectors.list("write_traces")
            .filter(each -> each.get("name").textValue().equals(name))
            .findAny()
            .get();
    World world = new World(trace);
    // The recording has segments of 12 bytes, which nobody writes anew: all shares of the first
    // version are made of the three that were recorded.
    world.load(trace.get("steps").get(0));
    try (Grid client = world.client()) {
      assertThat(
              client
                  .open(world.cap)
                  .checkAndRepair(org.truckee.grid.CheckOptions.VERIFY, false)
                  .successful())
          .isTrue();
    }
    IntStream.range(1, trace.get("steps").size())
        .mapToObj(trace.get("steps")::get)
        .forEach(step -> update(world, step));
  }

  private static void update(World world, JsonNode step) {
    if (step.get("data_hex").textValue().isEmpty()) {
      // The reference writes a new version of the same contents here, and we none.
      return;
    }
    world.salts.clear();
    step.get("salts_used").forEach(salt -> world.salts.add(MutableVectors.hex(salt)));
    try (Grid client = world.client()) {
      MutableFile file = perform(client, world, step);
      assertThat(file.contents()).isEqualTo(MutableVectors.hex(step.get("plaintext_after_hex")));
      SortedMap<Integer, byte[]> recorded = MutableVectors.shares(step.get("slots_after_b64"));
      for (Map.Entry<Integer, byte[]> share : recorded.entrySet()) {
        byte[] ours =
            world
                .memories
                .get(share.getKey())
                .shares(world.cap.index())
                .get(new ShareNumber(share.getKey()));
        assertThat(sameButForSignatureAndNumber(ours, share.getValue())).isTrue();
      }
    } catch (Exception e) {
      throw new AssertionError(step.toString().substring(0, 100), e);
    }
  }

  /** The version that was left out makes a difference of one in what follows. */
  private static boolean sameButForSignatureAndNumber(byte[] ours, byte[] recorded)
      throws Exception {
    byte[] left = ours.clone();
    byte[] right = recorded.clone();
    for (byte[] share : List.of(left, right)) {
      Version version = Version.parse(java.util.Arrays.copyOf(share, 123));
      int at = (int) version.layout().signatureRange().begin();
      java.util.Arrays.fill(share, at, at + 256, (byte) 0);
      java.util.Arrays.fill(share, 1, 9, (byte) 0);
    }
    return java.util.Arrays.equals(left, right);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
