package org.truckee.firstgen.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
import org.truckee.firstgen.hash.ZBase32;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.uri.LeaseSecret;
import org.truckee.firstgen.uri.LeaseSecrets;
import org.truckee.firstgen.uri.OldStorageIndex;

final class DiskSharesTest {
  private static final OldStorageIndex INDEX =
      new OldStorageIndex(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));
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
    DiskShares shares = open(ShareLayout.B, -1);
    List<JsonNode> steps = OldVectors.items(OldVectors.get("container_b").path("steps"));
    assertThat(steps).hasSize(14);
    IncomingShare writer = null;
    for (JsonNode step : steps) {
      String text = step.path("step").asText();
      switch (text) {
        case "cancel_lease on an unknown storage index" ->
            assertThatThrownBy(() -> shares.cancel(INDEX, secret('C')))
                .extracting("why")
                .isEqualTo(NoSuchLeaseException.Why.NO_SHARES);
        case "renew_lease on an unknown storage index" ->
            assertThatThrownBy(() -> shares.renew(INDEX, secret('R')))
                .hasMessage("no such lease to renew");
        case "write(0,'HELLO')" -> writer.write(0, HELLO);
        case "write(18,'abc') (past the end)" -> {
          IncomingShare open = writer;
          assertThatThrownBy(() -> open.write(18, new byte[3]))
              .isInstanceOf(IllegalArgumentException.class);
        }
        case "close()" -> writer.close();
        case "allocate_buckets again, same secrets, 99.25 s later" -> {
          clock.now = clock.now.plusMillis(99_250);
          assertThat(shares.allocate(INDEX, leases('R', 'C'), Set.of(0), 20).alreadyGot())
              .containsExactly(0);
        }
        case "allocate_buckets, renew='r'*32 cancel='c'*32" ->
            assertThat(shares.allocate(INDEX, leases('r', 'c'), Set.of(0), 20).writers()).isEmpty();
        case "renew_lease with unknown secret" ->
            assertThatThrownBy(() -> shares.renew(INDEX, secret('x')))
                .hasMessage("unable to renew non-existent lease");
        case "cancel_lease('C'*32)" -> shares.cancel(INDEX, secret('C'));
        case "cancel_lease('C'*32) again" ->
            assertThatThrownBy(() -> shares.cancel(INDEX, secret('C')))
                .hasMessage("unable to find matching lease to cancel");
        case "read(0,5)" -> assertThat(shares.shares(INDEX).get(0).read(0, 5)).isEqualTo(HELLO);
        case "read(18,5) (past the end)" -> {
          ServedReader reader = new ServedReader(shares.shares(INDEX).get(0));
          assertThatThrownBy(() -> reader.read(18, 5)).hasMessageContaining("AssertionError");
        }
        case "cancel_lease('c'*32) (last lease)" -> shares.cancel(INDEX, secret('c'));
        default -> {
          assertThat(text).startsWith("allocate_buckets(sharenums={0}, allocated_size=20");
          writer = shares.allocate(INDEX, leases('R', 'C'), Set.of(0), 20).writers().get(0);
        }
      }
      Map<String, String> expected = new TreeMap<>();
      step.path("files")
          .properties()
          .forEach(file -> expected.put(file.getKey(), file.getValue().asText()));
      assertThat(files()).as(text).isEqualTo(expected);
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
