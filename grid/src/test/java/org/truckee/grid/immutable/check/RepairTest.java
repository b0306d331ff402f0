package org.truckee.grid.immutable.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.EncryptionKey;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridException;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.RepairResult;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.download.DownloadFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.ShareNumber;

/** What a repair makes again, and from what. */
class RepairTest {
  private static final int MIB = 1 << 20;

  private final DownloadFixture world = new DownloadFixture(12);

  @AfterEach
  void close() {
    world.close();
  }

  private RepairResult repair(EncodedFile file, CheckOptions options) throws Exception {
    // Through the verify cap: nobody needs the key for this.
    return world.grid(DownloadFixture.PATIENT).checkAndRepair(file.cap().verifyCap(), options);
  }

  private void lose(EncodedFile file, int share) {
    world.grid.memory(world.grid.server(share)).remove(file.index(), new ShareNumber(share));
  }

  /** Every good share that lies anywhere is one of the file's own. */
  private void requireSharesAsTheyWere(EncodedFile file) {
    for (SortedMap<ShareNumber, byte[]> held : world.grid.shares(file.index()).values()) {
      held.forEach((share, bytes) -> assertThat(bytes).isEqualTo(file.shares().get(share.value())));
    }
  }

  @Test
  void aHealthyFileIsLeftAlone() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    RepairResult result = repair(file, CheckOptions.VERIFY);
    assertThat(result.attempted()).isFalse();
    assertThat(result.successful()).isFalse();
    assertThat(result.after()).isSameAs(result.before());
    assertThat(world.grid.count(Operation.ALLOCATE)).isZero();
  }

  @Test
  void missingSharesAreMadeAgainByteForByte() throws Exception {
    EncodedFile file = world.file(2 * MIB + 77, 3, 10, 300_000);
    for (int share : new int[] {0, 3, 4, 8, 9}) {
      lose(file, share);
    }
    RepairResult result = repair(file, CheckOptions.QUICK);
    assertThat(result.before().summary()).isEqualTo("Not Healthy: 5 shares (enc 3-of-10)");
    assertThat(result.successful()).isTrue();
    assertThat(result.after().summary()).isEqualTo("healthy");
    assertThat(result.after().happiness()).isEqualTo(10);
    requireSharesAsTheyWere(file);
    assertThat(world.grid(DownloadFixture.PATIENT).check(file.cap(), CheckOptions.VERIFY).healthy())
        .isTrue();
  }

  @Test
  void aCorruptShareIsReplacedOnAnotherServerEvenIfEveryServerHasOne() throws Exception {
    EncodedFile file = EncodedFile.random(world.random, 50_000, 3, 12, MIB);
    world.grid.spread(file.index(), file.shares());
    FaultyServer bad = world.grid.server(7);
    bad.corrupt(7, 1_000, 1);
    RepairResult result = repair(file, CheckOptions.VERIFY);
    assertThat(result.successful()).isTrue();
    assertThat(result.after().shareMap().get(new ShareNumber(7)))
        .hasSize(1)
        .doesNotContain(world.grid.member(bad));
    assertThat(result.after().corrupt()).hasSize(1);
    requireSharesAsTheyWere(file);
    assertThat(world.grid(DownloadFixture.PATIENT).check(file.cap(), CheckOptions.VERIFY).healthy())
        .isTrue();
  }

  @Test
  void aShareOfAnUnknownVersionIsReplacedOnAnotherServerToo() throws Exception {
    EncodedFile file = EncodedFile.random(world.random, 50_000, 3, 12, MIB);
    world.grid.spread(file.index(), file.shares());
    FaultyServer future = world.grid.server(7);
    future.corrupt(7, 3, 0x70);
    RepairResult result = repair(file, CheckOptions.VERIFY);
    assertThat(result.before().incompatible()).hasSize(1);
    assertThat(result.successful()).isTrue();
    assertThat(result.after().shareMap().get(new ShareNumber(7)))
        .hasSize(1)
        .doesNotContain(world.grid.member(future));
    requireSharesAsTheyWere(file);
  }

  @Test
  void aHealthyFileOnTooFewServersIsSpreadOverMore() throws Exception {
    EncodedFile file = crowded();
    RepairResult result = repair(file, CheckOptions.QUICK);
    assertThat(result.before().healthy()).isTrue();
    assertThat(result.before().summary()).isEqualTo("Healthy");
    assertThat(result.before().happiness()).isEqualTo(3);
    assertThat(result.before().wellSpread()).isFalse();
    assertThat(result.attempted()).isTrue();
    assertThat(result.successful()).isTrue();
    assertThat(result.after().happiness()).isEqualTo(10);
    requireSharesAsTheyWere(file);
    assertThat(world.grid(DownloadFixture.PATIENT).check(file.cap(), CheckOptions.VERIFY))
        .returns(10, CheckResult::happiness)
        .returns(true, CheckResult::wellSpread);
    assertThat(repair(file, CheckOptions.QUICK).attempted()).isFalse();
  }

  @Test
  void aBadlySpreadFileIsNotReadAsLongAsNobodyHasRoom() throws Exception {
    EncodedFile file = crowded();
    world.grid.servers().forEach(FaultyServer::becomeReadOnly);
    RepairResult result = repair(file, CheckOptions.QUICK);
    assertThat(result.before().wellSpread()).isFalse();
    assertThat(result.attempted()).isFalse();
    assertThat(world.grid.count(Operation.READ)).isZero();
    assertThat(world.grid.count(Operation.ALLOCATE)).isZero();
  }

  /** Ten shares on three of twelve servers, for a client that wants them on seven at least. */
  private EncodedFile crowded() {
    EncodedFile file = EncodedFile.random(world.random, 50_000, 3, 10, MIB);
    for (int share = 0; share < 10; share++) {
      FaultyServer server = world.grid.server(share % 3);
      world.grid.put(file.index(), server, share, file.shares().get(share));
    }
    return file;
  }

  @Test
  void whereNoOtherServerTakesAShareTheResultSaysThatItIsNotHealthy() throws Exception {
    DownloadFixture lonely = new DownloadFixture(1);
    try (lonely) {
      EncodedFile file = lonely.file(50_000, 3, 10, MIB);
      lonely.grid.server(0).corrupt(7, 1_000, 1);
      RepairResult result =
          lonely.grid(DownloadFixture.PATIENT).checkAndRepair(file.cap(), CheckOptions.VERIFY);
      assertThat(result.attempted()).isTrue();
      assertThat(result.successful()).isFalse();
      assertThat(result.after().good()).isEqualTo(9);
      assertThat(result.after().summary()).isEqualTo("not healthy");
    }
  }

  @Test
  void serversThatFailMeanwhileOnlyLeaveTheFileLessHealthy() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    for (int share = 0; share < 7; share++) {
      lose(file, share);
    }
    world.grid.server(0).refuse(Operation.ALLOCATE);
    world.grid.server(1).refuse(Operation.CLOSE);
    RepairResult result = repair(file, CheckOptions.QUICK);
    assertThat(result.after().recoverable()).isTrue();
    assertThat(result.after().good()).isGreaterThanOrEqualTo(9);
    requireSharesAsTheyWere(file);
  }

  @Test
  void sharesThatServersGrantSpaceForAndThenLoseGoToOthers() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    for (int share = 0; share < 5; share++) {
      lose(file, share);
      world.grid.server(share).refuse(Operation.CLOSE);
    }
    RepairResult result = repair(file, CheckOptions.QUICK);
    assertThat(result.successful()).isTrue();
    assertThat(result.after().good()).isEqualTo(10);
    requireSharesAsTheyWere(file);
    assertThat(world.grid.servers())
        .allMatch(server -> world.grid.memory(server).incoming(file.index()).isEmpty());
  }

  @Test
  void sharesThatServersDoNotCompleteGoToOthers() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    lose(file, 4);
    lose(file, 7);
    FaultyServer honest = world.grid.server(11);
    for (FaultyServer server : world.grid.servers()) {
      if (server != honest) {
        server.refuse(Operation.CLOSE);
      }
    }
    RepairResult result = repair(file, CheckOptions.QUICK);
    assertThat(result.successful()).isTrue();
    assertThat(world.grid.memory(honest).shares(file.index()).keySet())
        .containsExactly(new ShareNumber(4), new ShareNumber(7));
    requireSharesAsTheyWere(file);
  }

  @Test
  void aFileWithTooFewSharesIsBeyondRepairAndNothingIsLeftBehind() {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    for (int share = 2; share < 10; share++) {
      lose(file, share);
    }
    assertThatThrownBy(() -> repair(file, CheckOptions.VERIFY))
        .isInstanceOf(NotEnoughSharesException.class);
    lose(file, 0);
    lose(file, 1);
    assertThatThrownBy(() -> repair(file, CheckOptions.VERIFY))
        .isInstanceOf(NoSharesException.class);
    assertThat(world.grid.shares(file.index())).isEmpty();
    assertThat(world.grid.servers())
        .allMatch(server -> world.grid.memory(server).incoming(file.index()).isEmpty());
  }

  @Test
  void sharesThatCouldOnlyBeMadeDifferentlyAreNotMadeAtAll() {
    byte[] plaintext = new byte[10_000];
    EncryptionKey key = EncryptionKey.random(world.random);
    EncodedFile honest = EncodedFile.of(key, plaintext, 3, 10, MIB);
    byte[] old = honest.shares().getFirst();
    int length = UriExtension.lengthFor(SegmentGeometry.of(10_000, 3, MIB), 10);
    Map<String, byte[]> fields = parsed(old, length);
    fields.put("plaintext_hash", new byte[32]);
    EncodedFile file =
        new EncodedFile.Maker(key, plaintext, 3, 10, MIB)
            .withUriExtension(new UriExtension(fields))
            .make();
    world.grid.spread(file.index(), file.shares());
    lose(file, 5);
    assertThatThrownBy(() -> repair(file, CheckOptions.QUICK))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("upload it anew");
    assertThat(world.grid.count(Operation.ALLOCATE)).isZero();
  }

  private static Map<String, byte[]> parsed(byte[] share, int length) {
    try {
      byte[] block = Arrays.copyOfRange(share, share.length - length, share.length);
      return new TreeMap<>(UriExtension.parse(block).fields());
    } catch (UriExtensionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sharesThatDoNotBelongToOneFileAreNotMadeAgainAndNothingIsLeftOfTheAttempt()
      throws Exception {
    byte[] plaintext = new byte[200_000];
    world.random.nextBytes(plaintext);
    EncodedFile file =
        new EncodedFile.Maker(EncryptionKey.random(world.random), plaintext, 3, 10, 50_000)
            .withForgedShare(9)
            .make();
    world.grid.spread(file.index(), file.shares());
    lose(file, 9);
    Map<?, ?> before = heldShares(file);
    assertThatThrownBy(() -> repair(file, CheckOptions.QUICK))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("do not come from one file");
    assertThat(world.grid.count(Operation.ALLOCATE)).isPositive();
    assertThat(world.grid.count(Operation.CLOSE)).isZero();
    assertThat(heldShares(file)).isEqualTo(before);
  }

  private Map<String, Set<ShareNumber>> heldShares(EncodedFile file) {
    Map<String, Set<ShareNumber>> held = new TreeMap<>();
    world
        .grid
        .shares(file.index())
        .forEach((server, shares) -> held.put(server.toString(), Set.copyOf(shares.keySet())));
    return held;
  }
}
