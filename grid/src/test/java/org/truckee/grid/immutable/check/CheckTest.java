package org.truckee.grid.immutable.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTree;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridServer;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.TimeLimitException;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.ImmutableVectors;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.download.DownloadFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.ShareNumber;

/** What a check finds, and that a verification believes nobody. */
class CheckTest {
  private static final int MIB = 1 << 20;

  private final DownloadFixture world = new DownloadFixture(10);

  @AfterEach
  void close() {
    world.close();
  }

  private CheckResult check(ChkVerifyCap cap) throws Exception {
    return world.grid(DownloadFixture.PATIENT).check(cap, CheckOptions.QUICK);
  }

  private CheckResult verify(ChkVerifyCap cap) throws Exception {
    return world.grid(DownloadFixture.PATIENT).check(cap, CheckOptions.VERIFY);
  }

  @Test
  void aCheckBelievesWhatServersSayTheyHave() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    world.grid.server("cedar").corrupt(2, 100, 1);
    CheckResult result = check(file.cap().verifyCap());
    assertThat(result.summary()).isEqualTo("Healthy");
    assertThat(result.healthy()).isTrue();
    assertThat(result.recoverable()).isTrue();
    assertThat(result.happiness()).isEqualTo(10);
    assertThat(result.goodHosts()).isEqualTo(10);
    assertThat(result.responding()).hasSize(10);
    assertThat(world.grid.count(Operation.READ)).isZero();
  }

  @Test
  void aVerificationReadsEveryShareAndNamesTheBadOnes() throws Exception {
    EncodedFile file = world.file(3 * MIB + 1, 3, 10, MIB);
    world.grid.server("cedar").corrupt(2, 1_000_000, 1);
    world.grid.server("elm").corrupt(4, 1, 1);
    world.grid.server("fir").crashAfter(2);
    world.grid.server("hazel").crash();
    CheckResult result = verify(file.cap().verifyCap());
    assertThat(result.good()).isEqualTo(6);
    assertThat(result.shareMap().keySet())
        .extracting(ShareNumber::value)
        .containsExactly(0, 1, 3, 6, 8, 9);
    assertThat(result.summary())
        .isEqualTo(
            "Not Healthy: 6 shares (enc 3-of-10); 1 server did not answer;"
                + " 1 share was not read to the end");
    assertThat(result.recoverable()).isTrue();
    assertThat(result.corrupt()).extracting(CheckTest::where).containsExactly("cedar:2");
    assertThat(result.incompatible()).extracting(CheckTest::where).containsExactly("elm:4");
    assertThat(result.lost()).extracting(CheckTest::where).containsExactly("fir:5");
    assertThat(result.silent()).hasSize(1);
    assertThat(result.responding()).hasSize(9);
    assertThat(world.grid.count(Operation.ADVISE)).isZero();
  }

  private static String where(ShareLocation location) {
    return location.server().nickname() + ":" + location.share();
  }

  @Test
  void tenSharesOnOneServerAreHealthyButNotHappy() throws Exception {
    EncodedFile file = EncodedFile.random(world.random, 5_000, 3, 10, MIB);
    for (int share = 0; share < 10; share++) {
      world.grid.put(file.index(), world.grid.server(3), share, file.shares().get(share));
    }
    CheckResult result = verify(file.cap().verifyCap());
    assertThat(result.healthy()).isTrue();
    assertThat(result.happiness()).isEqualTo(1);
    assertThat(result.goodHosts()).isEqualTo(1);
  }

  @Test
  void aFlippedBitAnywhereGetsTheVerdictOfTheReference() throws Exception {
    JsonNode flips = ImmutableVectors.read("immutable-corruption.json").get("flip").get("verify");
    ImmutableVectors.Case recorded = corruptible();
    for (JsonNode flip : flips) {
      for (int i = flip.get(0).intValue(); i <= flip.get(1).intValue(); i++) {
        byte[] share = recorded.shares().getFirst().clone();
        share[i] ^= 1;
        // Byte 879 makes the UEB one byte longer than the share: the reference's verifier calls
        // that good although its downloader cannot use it.
        String verdict = i == 879 ? "corrupt" : flip.get(2).textValue();
        assertThat(verdict(recorded, share)).as("byte %d", i).isEqualTo(verdict);
      }
    }
  }

  @Test
  void aTruncatedShareIsCorruptAndTrailingGarbageIsNot() throws Exception {
    ImmutableVectors.Case recorded = corruptible();
    byte[] share = recorded.shares().getFirst();
    for (int length = 0; length < share.length; length++) {
      assertThat(verdict(recorded, Arrays.copyOf(share, length)))
          .as("%d bytes", length)
          .isEqualTo("corrupt");
    }
    assertThat(verdict(recorded, Arrays.copyOf(share, share.length + 50))).isEqualTo("good");
  }

  private String verdict(ImmutableVectors.Case recorded, byte[] share) throws Exception {
    world.grid.put(recorded.cap().index(), world.grid.server(0), 0, share);
    CheckResult result = verify(recorded.cap().verifyCap());
    assertThat(result.good() + result.corrupt().size() + result.incompatible().size()).isEqualTo(1);
    return result.good() == 1 ? "good" : result.corrupt().isEmpty() ? "incompatible" : "corrupt";
  }

  private static ImmutableVectors.Case corruptible() {
    return ImmutableVectors.casesWithShares()
        .filter(recorded -> recorded.name().equals("small-segments-1of2-100"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aConsistentForgeryOfBlocksAndBlockHashesIsFoundOut() throws Exception {
    EncodedFile file = world.file(9_000, 3, 10, 3_000);
    SegmentGeometry geometry = SegmentGeometry.of(9_000, 3, 3_000);
    ShareLayout layout = ShareLayout.of(geometry, 10);
    world
        .grid
        .server(4)
        .tamper(
            4,
            share -> {
              ByteArrayOutputStream hashes = new ByteArrayOutputStream();
              for (int segment = 0; segment < 3; segment++) {
                int start = (int) layout.blockOffset(geometry, segment);
                Arrays.fill(share, start, start + 1_000, (byte) segment);
                hashes.writeBytes(HashTag.BLOCK.hash(share, start, 1_000));
              }
              byte[] tree = HashTree.over(hashes.toByteArray()).bytes();
              System.arraycopy(tree, 0, share, (int) layout.blockHashes(), tree.length);
              return share;
            });
    CheckResult result = verify(file.cap().verifyCap());
    assertThat(result.corrupt()).extracting(CheckTest::where).containsExactly("elm:4");
    assertThat(result.corrupt().getFirst().problem()).contains("block hashes");
  }

  @Test
  void aShareOfAnotherNumberIsNotGoodHoweverSound() throws Exception {
    EncodedFile file = world.file(9_000, 3, 10, MIB);
    world.grid.server(4).pretend(4, file.shares().get(5));
    assertThat(verify(file.cap().verifyCap()).corrupt())
        .extracting(CheckTest::where)
        .containsExactly("elm:4");
  }

  @Test
  void sharesThatContradictTheCapabilityAreReportedAndNothingFails() throws Exception {
    byte[] plaintext = new byte[10_000];
    SegmentGeometry other = SegmentGeometry.of(12_345, 3, MIB);
    EncodedFile honest = EncodedFile.of(EncryptionKey.random(world.random), plaintext, 3, 10, MIB);
    byte[] hash = new byte[32];
    EncodedFile file =
        new EncodedFile.Maker(honest.cap().key(), plaintext, 3, 10, MIB)
            .withUriExtension(UriExtension.of(other, 10, hash, hash, hash))
            .make();
    world.grid.spread(file.index(), file.shares());
    CheckResult result = verify(file.cap().verifyCap());
    assertThat(result.corrupt()).hasSize(10);
    assertThat(result.corrupt().getFirst().problem()).contains("contradicts the capability");
    assertThat(result.recoverable()).isFalse();
  }

  @Test
  void aCapabilityWithAnotherSizeGetsAResultAndNoFailure() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    ChkReadCap cap = file.cap();
    ChkVerifyCap lie = new ChkReadCap(cap.key(), cap.uriExtensionHash(), 3, 10, 10_001).verifyCap();
    assertThat(verify(lie).corrupt()).hasSize(10);
    ChkVerifyCap empty = new ChkVerifyCap(cap.index(), cap.uriExtensionHash(), 3, 10, 0);
    assertThatThrownBy(() -> verify(empty)).isInstanceOf(UnusableCapabilityException.class);
  }

  @Test
  void verifiesManySegmentsOfAnUnexpectedSize() throws Exception {
    EncodedFile file = world.file(500_000, 3, 10, 1_000);
    assertThat(verify(file.cap().verifyCap()).healthy()).isTrue();
    world.grid.server(9).corrupt(9, 36 + 166_000, 4);
    assertThat(verify(file.cap().verifyCap()).corrupt()).hasSize(1);
  }

  @Test
  void addsALeaseOnEveryServerIfAskedTo() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    world.grid.server(3).refuse(Operation.ADD_LEASE);
    CheckResult result =
        world
            .grid(DownloadFixture.PATIENT)
            .check(file.cap(), CheckOptions.QUICK.withAddLease(true));
    assertThat(result.healthy()).isTrue();
    FaultyServer first = world.grid.server(0);
    GridServer member = world.grid.member(first);
    assertThat(world.grid.memory(first).leases(file.index()))
        .containsExactly(new ClientLeaseSecret(new byte[32]).forFile(file.index()).on(member));
    assertThat(world.grid.memory(world.grid.server(3)).leases(file.index())).isEmpty();
    check(file.cap().verifyCap());
    assertThat(world.grid.count(Operation.ADD_LEASE)).isEqualTo(10);
  }

  @Test
  void serversThatNeverAnswerDoNotHoldTheOthersUp() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    world.grid.server(1).stall(Operation.GET_BUCKETS);
    world.grid.server(2).stall(Operation.READ);
    // They would be given up after an hour, but nobody waits for that.
    Duration late = Duration.ofMillis(100);
    DownloadLimits limits = DownloadLimits.DEFAULT.withTimes(late, late, late, Duration.ofHours(1));
    CheckResult result = world.grid(limits).check(file.cap(), CheckOptions.VERIFY);
    assertThat(result.silent().get(world.grid.member(world.grid.server(1))))
        .startsWith("no answer within 0.");
    assertThat(result.lost()).extracting(CheckTest::where).contains("cedar:2");
    assertThat(result.corrupt()).isEmpty();
  }

  @Test
  void ifMostServersAreLateItIsNotTheirFaultAndTheyAreWaitedFor() {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    for (int server = 0; server < 6; server++) {
      world.grid.server(server).stall(Operation.GET_BUCKETS);
    }
    CheckOptions options = CheckOptions.QUICK.withTimeLimit(Duration.ofMillis(300));
    assertThatThrownBy(() -> world.grid(DownloadFixture.IMPATIENT).check(file.cap(), options))
        .isInstanceOf(TimeLimitException.class);
  }

  @Test
  void theCallersTimeLimitEndsACheck() {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    world.grid.server(1).stall();
    CheckOptions options = CheckOptions.QUICK.withTimeLimit(Duration.ofMillis(20));
    assertThatThrownBy(() -> world.grid(DownloadFixture.PATIENT).check(file.cap(), options))
        .isInstanceOf(TimeLimitException.class);
  }

  @Test
  void copiesOfAShareOnSeveralServersCountOnce() throws Exception {
    EncodedFile file = EncodedFile.random(world.random, 5_000, 2, 3, MIB);
    Map<Integer, List<Integer>> places =
        new TreeMap<>(Map.of(0, List.of(0, 1, 2), 1, List.of(2), 2, List.of(2)));
    places.forEach(
        (share, servers) ->
            servers.forEach(
                server ->
                    world.grid.put(
                        file.index(), world.grid.server(server), share, file.shares().get(share))));
    world.grid.server(1).corrupt(0, 50, 1);
    CheckResult result = verify(file.cap().verifyCap());
    Map<Integer, Set<String>> found = new HashMap<>();
    result
        .shareMap()
        .forEach(
            (share, servers) ->
                found.put(
                    share.value(),
                    servers.stream().map(GridServer::nickname).collect(Collectors.toSet())));
    assertThat(found)
        .isEqualTo(Map.of(0, Set.of("alder", "cedar"), 1, Set.of("cedar"), 2, Set.of("cedar")));
    assertThat(result.healthy()).isTrue();
    assertThat(result.happiness()).isEqualTo(2);
    assertThat(result.corrupt()).hasSize(1);
    assertThat(IntStream.of(result.good(), result.goodHosts()).toArray()).containsExactly(3, 2);
  }
}
