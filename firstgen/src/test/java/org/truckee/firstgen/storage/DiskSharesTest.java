package org.truckee.firstgen.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;
import org.truckee.firstgen.hash.ZBase32;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.uri.LeaseSecret;
import org.truckee.firstgen.uri.LeaseSecrets;
import org.truckee.firstgen.uri.OldStorageIndex;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteInterface;
import org.truckee.foolscap.remote.RemoteMethod;
import org.truckee.foolscap.value.Value;

@UsesVectors("container_b")
final class DiskSharesTest {
  private static final OldStorageIndex INDEX =
      new OldStorageIndex(OldVectors.bytes(OldVectors.get("container_b"), "storage_index"));
  private static final byte[] HELLO = "HELLO".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();

  private static final class TestClock extends Clock {
    private Instant now = Instant.ofEpochMilli(1_188_600_000_750L);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private DiskShares open(ShareLayout layout, long limit) throws IOException {
    return DiskShares.open(
        folder,
        new DiskShares.Settings(
            layout, limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit), false, clock));
  }

  private static LeaseSecrets leases(char renew, char cancel) {
    return new LeaseSecrets(secret(renew), secret(cancel));
  }

  private static LeaseSecret secret(char letter) {
    byte[] bytes = new byte[LeaseSecret.LENGTH];
    Arrays.fill(bytes, (byte) letter);
    return new LeaseSecret(bytes);
  }

  private Map<String, String> files() throws IOException {
    Path shares = folder.resolve("shares");
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(shares)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.put(
            shares.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return found;
  }

  /** The steps that the program of September 2007 was led through, with its files after each. */
  @Test
  void theDiskLooksTheSameAfterEveryStep() throws Exception {
    ServedShares server = new ServedShares(open(ShareLayout.B, -1));
    List<JsonNode> steps = OldVectors.items(OldVectors.get("container_b").path("steps"));
    assertThat(steps).hasSize(14);
    Recorded recorded = new Recorded(server);
    for (JsonNode step : steps) {
      String text = step.path("step").asText();
      String result = step.path("result").isTextual() ? step.path("result").asText() : "";
      if (text.contains("99.25 s later")) {
        clock.now = clock.now.plusMillis(99_250);
      }
      if (result.contains("Error")) {
        assertThatThrownBy(() -> recorded.step(text))
            .isInstanceOfSatisfying(
                ReportedException.class, reported -> compare(result, reported.failure()));
      } else if (step.path("result").isTextual()) {
        assertThat(recorded.step(text)).isEqualTo(List.of(result));
      } else {
        assertThat(recorded.step(text)).as(text).isEqualTo(numbers(step.path("result")));
      }
      Map<String, String> expected = new TreeMap<>();
      step.path("files")
          .properties()
          .forEach(file -> expected.put(file.getKey(), file.getValue().asText()));
      assertThat(files()).as(text).isEqualTo(expected);
    }
  }

  private static void compare(String recorded, RemoteFailure failure) {
    String type = recorded.replaceFirst("[: ].*", "");
    assertThat(failure.withOldNames().type()).isEqualTo("exceptions." + type);
    if (recorded.contains(": ")) {
      assertThat(failure.value()).isEqualTo(recorded.substring(recorded.indexOf(": ") + 2));
    }
  }

  /** The shares that were there and those that will come; nothing if the result is none. */
  private static List<String> numbers(JsonNode result) {
    return result.isNull()
        ? List.of()
        : List.of(result.path("alreadygot").toString(), result.path("allocated").toString());
  }

  /** The steps as calls of the server, its writer and its reader. */
  private static final class Recorded {
    private final ServedShares server;
    private OldRemote.BucketWriter writer;

    Recorded(ServedShares server) {
      this.server = server;
    }

    List<String> step(String text) throws Exception {
      byte[] index = INDEX.bytes();
      switch (text) {
        case "cancel_lease on an unknown storage index",
            "cancel_lease('C'*32)",
            "cancel_lease('C'*32) again" ->
            server.cancelLease(index, secret('C').bytes());
        case "cancel_lease('c'*32) (last lease)" -> server.cancelLease(index, secret('c').bytes());
        case "renew_lease on an unknown storage index" ->
            server.renewLease(index, secret('R').bytes());
        case "renew_lease with unknown secret" -> server.renewLease(index, secret('x').bytes());
        case "write(0,'HELLO')" -> writer.write(0, HELLO);
        case "write(18,'abc') (past the end)" -> writer.write(18, new byte[3]);
        case "close()" -> writer.close();
        case "read(0,5)" -> {
          return List.of(HexFormat.of().formatHex(server.getBuckets(index).get(0).read(0, 5)));
        }
        case "read(18,5) (past the end)" -> server.getBuckets(index).get(0).read(18, 5);
        case "allocate_buckets, renew='r'*32 cancel='c'*32" -> {
          return allocate('r', 'c');
        }
        default -> {
          assertThat(text).startsWith("allocate_buckets");
          return allocate('R', 'C');
        }
      }
      return List.of();
    }

    private List<String> allocate(char renew, char cancel) throws Exception {
      OldRemote.Granted granted =
          server.allocateBuckets(
              INDEX.bytes(),
              secret(renew).bytes(),
              secret(cancel).bytes(),
              Set.of(0),
              20,
              LocalObject.canary());
      if (granted.writers().containsKey(0)) {
        writer = granted.writers().get(0);
      }
      return List.of(granted.alreadyGot().toString(), granted.writers().keySet().toString());
    }
  }

  @Test
  void aShareOfAugustIsTheFileItself() throws Exception {
    DiskShares shares = open(ShareLayout.A, -1);
    IncomingShare writer =
        shares.allocate(INDEX, leases('R', 'C'), Set.of(3), 100).writers().get(3);
    assertThat(shares.shares(INDEX)).isEmpty();
    assertThat(shares.allocate(INDEX, leases('R', 'C'), Set.of(3), 100).alreadyGot())
        .containsExactly(3);
    writer.write(0, HELLO);
    writer.write(5, HELLO);
    writer.close();
    assertThat(files()).containsOnlyKeys(INDEX + "/3");
    assertThat(shares.shares(INDEX).get(3).read(0, 100))
        .isEqualTo("HELLOHELLO".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(writer::close).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> shares.renew(INDEX, secret('x'))).hasMessage("No such lease");
    shares.renew(INDEX, secret('R'));
    shares.allocate(INDEX, leases('r', 'c'), Set.of(), 100);
    shares.cancel(INDEX, secret('C'));
    assertThat(shares.shares(INDEX)).hasSize(1);
    assertThatThrownBy(() -> shares.cancel(INDEX, secret('C'))).hasMessage("No such lease");
    shares.cancel(INDEX, secret('c'));
    assertThat(files()).isEmpty();
  }

  /** Without container both secrets make a lease; with the same renewal secret there may be two. */
  @Test
  void aLeaseOfAugustIsAPairOfSecrets() throws Exception {
    DiskShares shares = open(ShareLayout.A, -1);
    shares.allocate(INDEX, leases('R', 'C'), Set.of(3), 100).writers().get(3).close();
    shares.allocate(INDEX, leases('R', 'D'), Set.of(3), 100);
    shares.allocate(INDEX, leases('R', 'D'), Set.of(3), 100);
    shares.cancel(INDEX, secret('C'));
    assertThat(shares.shares(INDEX)).hasSize(1);
    shares.cancel(INDEX, secret('D'));
    assertThat(shares.shares(INDEX)).isEmpty();
  }

  /** A reader of August gives what there is; more than may be sent is refused as a result. */
  @Test
  void nobodyIsGivenMoreThanFitsIntoAMessage() throws Exception {
    DiskShares shares = open(ShareLayout.A, -1);
    IncomingShare writer =
        shares.allocate(INDEX, leases('R', 'C'), Set.of(3), 500_000).writers().get(3);
    writer.write(0, new byte[400_000]);
    writer.write(400_000, new byte[1000]);
    writer.close();
    ServedReader reader = new ServedReader(shares.shares(INDEX).get(3));
    assertThat(reader.read(400_000, Integer.MAX_VALUE)).hasSize(1000);
    assertThat(reader.read(401_000, 10)).isEmpty();
    assertThat(reader.read(0, Integer.MAX_VALUE)).hasSize(OldRemote.SHARE_DATA + 1);
    RemoteMethod read =
        RemoteInterface.of(OldRemote.BucketReader.class).method("read").orElseThrow();
    List<Value> everything = List.of(Value.of(0), Value.of(Integer.MAX_VALUE));
    assertThatThrownBy(() -> read.invoke(reader, everything, Duration.ofSeconds(10)))
        .isInstanceOf(ViolationException.class);
  }

  @ParameterizedTest
  @EnumSource(ShareLayout.class)
  void aServerOfEitherAgeReadsWhatTheOtherHasKept(ShareLayout layout) throws Exception {
    ShareLayout other = layout == ShareLayout.A ? ShareLayout.B : ShareLayout.A;
    IncomingShare writer =
        open(other, -1).allocate(INDEX, leases('R', 'C'), Set.of(1), 10).writers().get(1);
    writer.write(0, HELLO);
    writer.close();
    DiskShares shares = open(layout, -1);
    assertThat(shares.shares(INDEX).get(1).read(0, 5)).isEqualTo(HELLO);
    shares.renew(INDEX, secret('R'));
    shares.cancel(INDEX, secret('C'));
    assertThat(files()).isEmpty();
  }

  @Test
  void whatWasOnItsWayIsGoneAfterAStart() throws Exception {
    open(ShareLayout.B, -1).allocate(INDEX, leases('R', 'C'), Set.of(1, 2), 10);
    assertThat(files()).hasSize(2);
    DiskShares again = open(ShareLayout.B, -1);
    assertThat(files()).isEmpty();
    assertThat(again.allocate(INDEX, leases('R', 'C'), Set.of(1), 10).writers()).hasSize(1);
  }

  @Test
  void aServerWithoutStorageTakesEverythingAndKeepsNothing() throws Exception {
    DiskShares shares =
        DiskShares.open(
            folder, new DiskShares.Settings(ShareLayout.A, OptionalLong.empty(), true, clock));
    IncomingShare writer =
        shares.allocate(INDEX, leases('R', 'C'), Set.of(3), 100).writers().get(3);
    writer.write(0, HELLO);
    writer.close();
    assertThat(files()).containsExactly(Map.entry(INDEX + "/3", ""));
  }

  @Test
  void nobodyGetsMoreThanTheLimit() throws Exception {
    DiskShares shares = open(ShareLayout.A, 250);
    DiskShares.Allocation first = shares.allocate(INDEX, leases('R', 'C'), Set.of(1, 2, 3), 100);
    assertThat(first.writers()).containsOnlyKeys(1, 2);
    first.writers().get(1).write(0, HELLO);
    first.writers().get(1).close();
    first.writers().get(2).abandon();
    // Only the five bytes count now.
    assertThat(shares.allocate(INDEX, leases('R', 'C'), Set.of(4, 5, 6), 100).writers())
        .containsOnlyKeys(4, 5);
    assertThat(open(ShareLayout.A, 250).allocate(INDEX, leases('R', 'C'), Set.of(4), 246).writers())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yy", "incoming"})
  void aFolderWithAStrangeNameIsNeverTouched(String name) throws Exception {
    DiskShares shares = open(ShareLayout.B, -1);
    OldStorageIndex strange = new OldStorageIndex(ZBase32.decode(name));
    assertThatThrownBy(() -> shares.allocate(strange, leases('R', 'C'), Set.of(0), 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(shares.shares(strange)).isEmpty();
    assertThatThrownBy(() -> shares.allocate(INDEX, leases('R', 'C'), Set.of(-1), 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> shares.allocate(INDEX, leases('R', 'C'), Set.of(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000",
    "10k, 10000",
    "10KB, 10000",
    "5Mb, 5000000",
    "2G, 2000000000",
    "7b, 7",
  })
  void aSizeIsRead(String text, long bytes) {
    assertThat(SizeLimit.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ten", "-1", "10T", "10 k"})
  void whatIsNoSizeIsNone(String text) {
    assertThat(SizeLimit.parse(text)).isEmpty();
  }
}
