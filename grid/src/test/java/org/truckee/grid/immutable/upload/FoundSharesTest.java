package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.truckee.capability.ChkReadCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.Source;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.simulation.Call;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;

/** Shares that were there before an upload count only as far as they are good. */
class FoundSharesTest {
  private static final EncryptionKey KEY = new EncryptionKey(new byte[16]);
  private static final StorageIndex INDEX = KEY.storageIndex();
  private static final UploadLimits IMPATIENT =
      UploadLimits.DEFAULT.withTimes(
          Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofSeconds(3));

  private static UploadOptions options(EncodingParameters encoding) {
    return UploadOptions.DEFAULT.withEncoding(encoding).withKey(new KeyChoice.Given(KEY));
  }

  private static List<byte[]> shares(byte[] file, EncodingParameters encoding) {
    return EncodedFile.of(KEY, file, encoding.needed(), encoding.total(), encoding.maxSegmentSize())
        .shares();
  }

  private static UploadResult upload(TestGrid servers, byte[] file, EncodingParameters encoding)
      throws Exception {
    return upload(servers, file, encoding, UploadLimits.DEFAULT);
  }

  private static UploadResult upload(
      TestGrid servers, byte[] file, EncodingParameters encoding, UploadLimits limits)
      throws Exception {
    try (Grid grid = Grids.builder(servers).uploadLimits(limits).build()) {
      return grid.upload(Source.of(file), options(encoding));
    }
  }

  private static void requireFile(TestGrid servers, UploadResult result, byte[] file)
      throws Exception {
    try (Grid grid = Grids.of(servers)) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      grid.open((ChkReadCap) result.cap()).copyTo(read);
      assertThat(read.toByteArray()).isEqualTo(file);
    }
  }

  private static long bytesRead(TestGrid servers) {
    return servers.servers().stream()
        .flatMap(server -> server.calls(Operation.READ).stream())
        .mapToLong(Call::length)
        .sum();
  }

  /** Something that can happen to a share on a disk. */
  private static byte[] damaged(byte[] share, Random random) {
    byte[] bytes = share.clone();
    switch (random.nextInt(5)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      case 1 -> Arrays.fill(bytes, (byte) 0);
      case 2 -> random.nextBytes(bytes);
      case 3 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      default -> {
        int from = random.nextInt(bytes.length);
        Arrays.fill(bytes, from, Math.min(bytes.length, from + 4096), (byte) 0);
      }
    }
    return bytes;
  }

  @Property(tries = 120, seed = "7107")
  void whatIsAcknowledgedCanBeReadWhateverHappenedToTheSharesBefore(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    EncodingParameters encoding = new EncodingParameters(3, 3, 5, 9_000);
    byte[] file = UploadTest.bytes(seed, 60 + random.nextInt(60_000));
    TestGrid servers = random.nextBoolean() ? TestGrid.of(5) : TestGrid.someStoringWhole(5, random);
    List<byte[]> shares = shares(file, encoding);
    List<Integer> numbers = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    Collections.shuffle(numbers, random);
    int bad = random.nextInt(6);
    for (int i = 0; i < shares.size(); i++) {
      int number = numbers.get(i);
      byte[] share = shares.get(number);
      servers.put(INDEX, servers.server(number), number, i < bad ? damaged(share, random) : share);
    }
    UploadResult result = upload(servers, file, encoding);
    requireFile(servers, result, file);
    assertThat(servers.servers())
        .allSatisfy(server -> assertThat(servers.memory(server).incoming(INDEX)).isEmpty());
  }

  @Test
  void soundSharesAreNotSentAgainAndOnlyAsMuchIsReadAsADownloadWould() throws Exception {
    EncodingParameters encoding = new EncodingParameters(3, 7, 10, 12_000);
    byte[] file = UploadTest.bytes(3, 6_000_000);
    TestGrid servers = TestGrid.of(10);
    servers.spread(INDEX, shares(file, encoding));
    UploadResult result = upload(servers, file, encoding);
    assertThat(result.pushedShares()).isZero();
    assertThat(result.preexistingShares()).isEqualTo(10);
    // Three whole shares, and of the other seven a sample and the hashes.
    assertThat(bytesRead(servers))
        .isGreaterThan(file.length)
        .isLessThan(file.length + 10L * (300_000 + 5 * 32 * 1024));
  }

  @Test
  void oneDamagedShareLeadsToAReadingOfAllAndIsReplaced() throws Exception {
    EncodingParameters encoding = new EncodingParameters(3, 7, 10, 12_000);
    byte[] file = UploadTest.bytes(3, 6_000_000);
    TestGrid servers = TestGrid.of(10);
    servers.spread(INDEX, shares(file, encoding));
    byte[] header = shares(file, encoding).get(4);
    header[header.length - 1] ^= 1;
    servers.put(INDEX, servers.server(4), 4, header);
    // This one is seen only by somebody who reads all blocks of all shares.
    byte[] block = shares(file, encoding).get(7);
    block[1_000_000] ^= 1;
    servers.put(INDEX, servers.server(7), 7, block);
    UploadResult result = upload(servers, file, encoding);
    assertThat(result.sharemap().keySet()).map(share -> share.value()).containsExactly(4, 7);
    requireFile(servers, result, file);
  }

  @Test
  void aServerThatDoesNotGiveWhatItHasDoesNotCount() throws Exception {
    EncodingParameters encoding = EncodingParameters.of(3, 10, 10);
    byte[] file = UploadTest.bytes(3, 20_000);
    TestGrid servers = TestGrid.of(12);
    servers.spread(INDEX, shares(file, encoding));
    servers.server(2).refuse(Operation.READ);
    servers.server(5).stall(Operation.READ);
    UploadResult result = upload(servers, file, encoding, IMPATIENT);
    assertThat(result.sharemap().keySet()).map(share -> share.value()).containsExactly(2, 5);
    requireFile(servers, result, file);
  }

  @Test
  void anUploadThatCannotReplaceDamagedSharesFailsAndNamesThem() throws Exception {
    EncodingParameters encoding = EncodingParameters.of(3, 5, 5);
    byte[] file = UploadTest.bytes(3, 20_000);
    TestGrid servers = TestGrid.of(5);
    servers.spread(INDEX, shares(file, encoding));
    servers.servers().forEach(FaultyServer::becomeReadOnly);
    for (int share : Set.of(0, 3, 4)) {
      byte[] bad = shares(file, encoding).get(share);
      bad[100] ^= 64;
      servers.put(INDEX, servers.server(share), share, bad);
    }
    assertThatThrownBy(() -> upload(servers, file, encoding))
        .isInstanceOf(UploadUnhappinessException.class)
        .hasMessageContaining("; damaged shares: ")
        .hasMessageContaining("sh0 on alder: bad block of segment 0")
        .hasMessageContaining("sh3 on dogwood: bad block of segment 0")
        .hasMessageContaining("sh4 on elm: bad block of segment 0");
  }

  @Test
  void sharesOfAnotherFileUnderTheSameIndexDoNotCount() throws Exception {
    EncodingParameters encoding = EncodingParameters.of(3, 5, 5);
    byte[] file = UploadTest.bytes(3, 20_000);
    TestGrid servers = TestGrid.of(5);
    List<byte[]> others = shares(UploadTest.bytes(4, 20_000), encoding);
    for (int share = 0; share < 5; share++) {
      servers.put(INDEX, servers.server(share), share, others.get(share));
    }
    UploadResult result = upload(servers, file, encoding);
    assertThat(result.pushedShares()).isEqualTo(5);
    requireFile(servers, result, file);
  }

  @Test
  void serversAreToldOfTheDamageThatAnUploadFindsAsByADownload() throws Exception {
    EncodingParameters encoding = EncodingParameters.of(3, 5, 5);
    byte[] file = UploadTest.bytes(3, 20_000);
    TestGrid servers = TestGrid.of(5);
    servers.spread(INDEX, shares(file, encoding));
    byte[] badBlock = shares(file, encoding).get(0);
    badBlock[ShareLayout.MIN_HEADER + 7] ^= 64;
    servers.put(INDEX, servers.server(0), 0, badBlock);
    byte[] badExtension = shares(file, encoding).get(4);
    badExtension[badExtension.length - 1] ^= 1;
    servers.put(INDEX, servers.server(4), 4, badExtension);
    servers.put(INDEX, servers.server(2), 2, Arrays.copyOf(shares(file, encoding).get(2), 100));
    try (Grid grid = Grids.of(servers)) {
      grid.upload(Source.of(file), options(encoding));
      SegmentGeometry geometry =
          SegmentGeometry.of(file.length, encoding.needed(), encoding.maxSegmentSize());
      ShareLayout layout = ShareLayout.of(geometry, encoding.total());
      FaultyServer.Advisory block = servers.server(0).awaitAdvisories(1).getFirst();
      assertThat(block.index()).isEqualTo(INDEX);
      assertThat(block.share()).isEqualTo(new ShareNumber(0));
      assertThat(block.reason())
          .startsWith(
              "corruption in share[%d-%d): "
                  .formatted(layout.data(), layout.data() + geometry.blockLength(0)));
      assertThat(servers.server(4).awaitAdvisories(1))
          .extracting(FaultyServer.Advisory::reason)
          .containsExactly(
              "corruption in share[%d-%d): ".formatted(layout.uriExtension(), badExtension.length));
      assertThat(servers.server(2).advisories())
          .as("a share that is cut off is no damage of bytes")
          .isEmpty();
      assertThat(servers.server(1).advisories()).isEmpty();
    }
  }

  @Test
  void sharesThatAreLostAtTheEndGoToOtherServersIfTheUploadNeedsThem() throws Exception {
    EncodingParameters encoding = EncodingParameters.of(3, 5, 5);
    byte[] file = UploadTest.bytes(3, 20_000);
    TestGrid servers = TestGrid.of(10);
    servers.servers().subList(0, 5).forEach(server -> server.refuse(Operation.CLOSE));
    UploadResult result = upload(servers, file, encoding);
    assertThat(result.servermap()).hasSize(5);
    requireFile(servers, result, file);
    assertThat(servers.servers())
        .allSatisfy(server -> assertThat(servers.memory(server).incoming(INDEX)).isEmpty());
  }
}
