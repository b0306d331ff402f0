package org.truckee.grid.mutable.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.Grid;
import org.truckee.grid.GridServer;
import org.truckee.grid.MustForceRepairException;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableRepairResult;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.simulation.Call;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.Gate;

/** What checks say, and what repairs do. */
class MutableCheckTest {
  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aWholeFileIsHealthy(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(format, world.bytes(300_000));
      for (CheckOptions options : List.of(CheckOptions.QUICK, CheckOptions.VERIFY)) {
        MutableCheckResult result = world.elsewhere(file).check(options);
        assertThat(result.healthy()).isTrue();
        assertThat(result.recoverable()).isTrue();
        assertThat(result.summary()).isEqualTo("Healthy");
        assertThat(result.good()).isEqualTo(10);
        assertThat(result.needed()).isEqualTo(3);
        assertThat(result.expected()).isEqualTo(10);
        assertThat(result.goodHosts()).isEqualTo(10);
        assertThat(result.happiness()).isEqualTo(10);
        assertThat(result.shareMap()).hasSize(10);
        assertThat(result.shareMap().firstKey()).matches("seq1-[a-z2-7]{4}-sh0");
        assertThat(result.responding()).hasSize(10);
      }
      MutableRepairResult repair = file.checkAndRepair(CheckOptions.VERIFY, false);
      assertThat(repair.attempted()).isFalse();
    }
  }

  /** A node that has just been started, on a busy machine: that is no reason for a repair. */
  @Test
  void ifMostServersAreLateTheyAreWaitedFor() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, world.bytes(1000));
      Grid hasty = world.client(world.grid, 3, 10, Duration.ofMillis(20));
      List<Gate> gates =
          IntStream.range(3, 10)
              .mapToObj(i -> world.grid.server(i).hold(Call.Operation.READ_SLOT))
              .toList();
      AtomicReference<MutableRepairResult> result = new AtomicReference<>();
      Thread checking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      result.set(hasty.open(file.cap()).checkAndRepair(CheckOptions.QUICK, false));
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (Gate gate : gates) {
        gate.awaitHeld(1);
      }
      assertThat(checking.join(Duration.ofMillis(500))).as("it waits").isFalse();
      gates.forEach(Gate::open);
      checking.join();
      assertThat(result.get().before().summary()).isEqualTo("Healthy");
      assertThat(result.get().attempted()).isFalse();
    }
  }

  /** What is late for a reader, who reads another share, is not late for who counts them. */
  @Test
  void aServerThatIsLateForAReaderIsWaitedForByACheck() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, world.bytes(1000));
      Duration brief = Duration.ofMillis(20);
      Duration ages = Duration.ofMinutes(1);
      Grid client =
          world.client(
              world
                  .builder(world.grid, 3, 10, brief)
                  .downloadLimits(DownloadLimits.DEFAULT.withTimes(brief, brief, ages, ages)));
      FaultyServer busy = world.holder(file.cap().index(), 0);
      Gate gate = busy.hold(Operation.READ_SLOT);
      assertThat(client.open(file.cap()).contents()).hasSize(1000);
      FutureTask<MutableCheckResult> check =
          new FutureTask<>(() -> client.open(file.cap()).check(CheckOptions.QUICK));
      Thread checking = Thread.ofVirtual().start(check);
      gate.awaitHeld(1);
      assertThat(checking.join(Duration.ofMillis(300))).as("it waits").isFalse();
      gate.open();
      assertThat(check.get().summary()).isEqualTo("Healthy");
    }
  }

  @Test
  void whoDidNotAnswerIsNamedWhereSharesSeemToBeMissing() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      FaultyServer silent = world.holder(file.cap().index(), 0);
      silent.crash();
      MutableCheckResult result = world.elsewhere(file).check(CheckOptions.QUICK);
      assertThat(result.healthy()).isFalse();
      assertThat(result.summary())
          .isEqualTo("Unhealthy: 9 shares (enc 3-of-10); 1 server did not answer");
      assertThat(result.silent()).containsOnlyKeys(world.grid.member(silent));
      assertThat(result.report()).last().asString().endsWith(silent + " is down");
    }
  }

  /** Its server has shown the share, and then takes much longer than the others. */
  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aShareThatIsNotVerifiedToTheEndIsNeitherGoodNorDamaged(MutableFormat format)
      throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(format, world.bytes(300_000));
      FaultyServer slow = world.holder(file.cap().index(), 0);
      slow.hold(Operation.READ_SLOT).admit(1);
      Grid hasty = world.client(world.grid, 3, 10, Duration.ofMillis(500));
      MutableCheckResult result = hasty.open(file.cap()).check(CheckOptions.VERIFY);
      assertUnread(result, world.grid.member(slow));
      assertThat(slow.advisories()).isEmpty();
    }
  }

  private static void assertUnread(MutableCheckResult result, GridServer slow) {
    assertThat(result.good()).isEqualTo(9);
    assertThat(result.healthy()).isFalse();
    assertThat(result.recoverable()).isTrue();
    assertThat(result.corrupt()).isEmpty();
    assertThat(result.lost()).extracting(ShareLocation::server).containsExactly(slow);
    assertThat(result.summary())
        .isEqualTo("Unhealthy: 9 shares (enc 3-of-10); 1 share was not read to the end");
  }

  @Test
  void aShareThatIsNotVerifiedToTheEndIsNotMadeAgain() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, world.bytes(300_000));
      FaultyServer slow = world.holder(file.cap().index(), 0);
      slow.hold(Operation.READ_SLOT).admit(1);
      Grid hasty = world.client(world.grid, 3, 10, Duration.ofMillis(500));
      MutableRepairResult result =
          hasty.open(file.cap()).checkAndRepair(CheckOptions.VERIFY, false);
      assertUnread(result.before(), world.grid.member(slow));
      assertThat(result.attempted()).isFalse();
      assertThat(world.shares(file.cap().index())).hasSize(10);
    }
  }

  @Test
  void ifMostServersAreLateInAVerificationTheyAreWaitedFor() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, world.bytes(300_000));
      Grid hasty = world.client(world.grid, 3, 10, Duration.ofMillis(250));
      List<Gate> gates =
          IntStream.range(3, 10)
              .mapToObj(i -> world.grid.server(i).hold(Operation.READ_SLOT).admit(1))
              .toList();
      FutureTask<MutableCheckResult> check =
          new FutureTask<>(() -> hasty.open(file.cap()).check(CheckOptions.VERIFY));
      Thread checking = Thread.ofVirtual().start(check);
      for (Gate gate : gates) {
        gate.awaitHeld(1);
      }
      assertThat(checking.join(Duration.ofMillis(2500))).as("it waits").isFalse();
      gates.forEach(Gate::open);
      assertThat(check.get().summary()).isEqualTo("Healthy");
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void missingSharesAreMadeAgainInTheSameVersion(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(300_000);
      MutableFile file = world.create(format, contents);
      StorageIndex index = file.cap().index();
      SortedMap<String, byte[]> before = world.shares(index);
      for (int i = 0; i < 7; i++) {
        world.wipe(world.grid.server(i), index);
      }
      MutableCheckResult check = world.elsewhere(file).check(CheckOptions.QUICK);
      assertThat(check.healthy()).isFalse();
      assertThat(check.summary()).isEqualTo("Unhealthy: 3 shares (enc 3-of-10)");
      MutableRepairResult repair = world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, false);
      assertThat(repair.attempted()).isTrue();
      assertThat(repair.successful()).isTrue();
      assertThat(repair.after().healthy()).isTrue();
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(1L);
      assertThat(byNumber(world.shares(index))).isEqualTo(byNumber(before));
    }
  }

  /** Shares are the same whichever server they are on. */
  private static Map<String, List<Byte>> byNumber(SortedMap<String, byte[]> shares) {
    Map<String, List<Byte>> byNumber = new java.util.TreeMap<>();
    shares.forEach(
        (place, bytes) -> {
          List<Byte> list = new java.util.ArrayList<>();
          for (byte each : bytes) {
            list.add(each);
          }
          byNumber.put(place.substring(place.indexOf("-sh")), list);
        });
    return byNumber;
  }

  /** Most servers were away when it was created. */
  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aHealthyFileOnTooFewServersIsSpreadOverMore(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(12)) {
      byte[] contents = world.bytes(300_000);
      MutableFile file = crowded(world, format, contents);
      assertThat(world.elsewhere(file).check(CheckOptions.QUICK))
          .returns("Healthy", MutableCheckResult::summary)
          .returns(2, MutableCheckResult::happiness)
          .returns(false, MutableCheckResult::wellSpread);
      MutableRepairResult result = world.elsewhere(file).checkAndRepair(CheckOptions.VERIFY, false);
      assertThat(result.attempted()).isTrue();
      assertThat(result.successful()).isTrue();
      assertThat(result.after().happiness()).isEqualTo(10);
      MutableFile seen = world.elsewhere(file);
      assertThat(seen.check(CheckOptions.VERIFY))
          .returns("Healthy", MutableCheckResult::summary)
          .returns(10, MutableCheckResult::happiness)
          .returns(true, MutableCheckResult::wellSpread);
      assertThat(world.shares(file.cap().index())).as("nothing is left behind").hasSize(10);
      assertThat(seen.contents()).isEqualTo(contents);
      assertThat(result.after().shareMap().firstKey()).startsWith("seq1-");
      assertThat(seen.checkAndRepair(CheckOptions.QUICK, false).attempted()).isFalse();
    }
  }

  @Test
  void aBadlySpreadFileIsLeftAloneAsLongAsNobodyHasRoom() throws Exception {
    try (MutableFixture world = new MutableFixture(12)) {
      MutableFile file = crowded(world, MutableFormat.SDMF, world.bytes(1000));
      world.grid.servers().forEach(FaultyServer::becomeReadOnly);
      MutableRepairResult result = world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, false);
      assertThat(result.before().wellSpread()).isFalse();
      assertThat(result.attempted()).isFalse();
      assertThat(world.shares(file.cap().index())).hasSize(10);
    }
  }

  /** What the check has found is not lost with it. */
  @Test
  void aHealthyFileThatCannotBeSpreadBetterIsReportedAsItIs() throws Exception {
    try (MutableFixture world = new MutableFixture(12)) {
      byte[] contents = world.bytes(1000);
      MutableFile file = crowded(world, MutableFormat.SDMF, contents);
      world.grid.servers().forEach(server -> server.refuse(Operation.WRITE_SLOT));
      MutableRepairResult result = world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, false);
      assertThat(result.attempted()).isTrue();
      for (MutableCheckResult said : List.of(result.before(), result.after())) {
        assertThat(said)
            .returns("Healthy", MutableCheckResult::summary)
            .returns(2, MutableCheckResult::happiness)
            .returns(10, MutableCheckResult::good);
      }
      assertThat(world.shares(file.cap().index())).hasSize(10);
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
    }
  }

  /** Ten shares on two of twelve servers. */
  private static MutableFile crowded(MutableFixture world, MutableFormat format, byte[] contents)
      throws Exception {
    List<FaultyServer> away = world.grid.servers().subList(2, 12);
    away.forEach(FaultyServer::crash);
    MutableFile file = world.create(format, contents);
    away.forEach(FaultyServer::recover);
    return file;
  }

  @Test
  void aReadCapChecksAndDoesNotRepair() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      world.wipe(world.grid.server(0), file.cap().index());
      MutableFile readOnly = world.client().open(file.readCap().orElseThrow());
      MutableRepairResult repair = readOnly.checkAndRepair(CheckOptions.VERIFY, false);
      assertThat(repair.attempted()).isFalse();
      assertThat(repair.before().healthy()).isFalse();
      MutableFile verifyOnly = world.client().open(file.verifyCap());
      assertThat(verifyOnly.check(CheckOptions.VERIFY).good()).isEqualTo(9);
    }
  }

  @Test
  void aServerThatComesAndGoesMakesNoNewVersions() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      StorageIndex index = file.cap().index();
      FaultyServer flapping = world.grid.server(0);
      for (int day = 0; day < 3; day++) {
        flapping.crash();
        world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, false);
        flapping.recover();
        assertThat(world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, false).attempted())
            .isFalse();
      }
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(1L);
      assertThat(world.shares(index)).hasSizeLessThanOrEqualTo(11);
    }
  }

  @Test
  void sharesOfAnOlderVersionAreBroughtUpToDateWithoutANewOne() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, text("old"));
      StorageIndex index = file.cap().index();
      List<FaultyServer> away = world.grid.servers().subList(0, 2);
      away.forEach(FaultyServer::crash);
      world.elsewhere(file).overwrite(Source.of(text("new")));
      away.forEach(FaultyServer::recover);
      MutableCheckResult before = world.elsewhere(file).check(CheckOptions.QUICK);
      assertThat(before.healthy()).isFalse();
      assertThat(before.summary()).startsWith("Unhealthy: some versions are unrecoverable");
      assertThat(world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, false).successful())
          .isTrue();
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(2L);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("new"));
    }
  }

  @Test
  void competingVersionsNeedForceAndBecomeOne() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("zero"));
      SortedMap<String, byte[]> zero = world.shares(file.cap().index());
      file.overwrite(Source.of(text("left")));
      SortedMap<String, byte[]> left = world.shares(file.cap().index());
      put(world, file, zero, 0, 10);
      world.elsewhere(file).overwrite(Source.of(text("right")));
      put(world, file, left, 0, 5);
      MutableFile fresh = world.elsewhere(file);
      assertThat(fresh.check(CheckOptions.QUICK).recoverableVersions()).isEqualTo(2);
      assertThat(fresh.check(CheckOptions.QUICK).summary())
          .isEqualTo("Unhealthy: multiple versions are recoverable 5 shares (enc 3-of-10)");
      assertThatThrownBy(() -> fresh.checkAndRepair(CheckOptions.QUICK, false))
          .isInstanceOf(MustForceRepairException.class)
          .hasMessageContaining("There were multiple recoverable versions with identical seqnums");
      byte[] best = world.elsewhere(file).contents();
      assertThat(fresh.checkAndRepair(CheckOptions.QUICK, true).successful()).isTrue();
      assertThat(world.elsewhere(file).contents()).isEqualTo(best);
      assertThat(world.elsewhere(file).best().sequenceNumber()).isEqualTo(3);
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  @Test
  void newerVersionsThatCannotBeReadAreOnlyGivenUpByForce() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("old"));
      SortedMap<String, byte[]> old = world.shares(file.cap().index());
      file.overwrite(Source.of(text("new")));
      put(world, file, old, 0, 8);
      MutableFile fresh = world.elsewhere(file);
      assertThatThrownBy(() -> fresh.checkAndRepair(CheckOptions.QUICK, false))
          .isInstanceOf(MustForceRepairException.class)
          .hasMessageContaining("There were unrecoverable newer versions");
      assertThat(fresh.checkAndRepair(CheckOptions.QUICK, true).successful()).isTrue();
      assertThat(world.elsewhere(file).best().sequenceNumber()).isEqualTo(3);
      assertThat(world.elsewhere(file).contents()).isEqualTo(text("old"));
    }
  }

  private static void put(
      MutableFixture world, MutableFile file, Map<String, byte[]> shares, int from, int to) {
    for (int i = from; i < to; i++) {
      FaultyServer server = world.grid.server(i);
      shares.forEach(
          (place, bytes) -> {
            if (place.startsWith(server + "-")) {
              int share = Integer.parseInt(place.substring(place.indexOf("-sh") + 3));
              world.put(file.writeCap().orElseThrow(), server, share, bytes);
            }
          });
    }
  }

  @Test
  void aFileBeyondRecoveryIsNotRepaired() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("old"));
      for (int i = 0; i < 8; i++) {
        world.wipe(world.grid.server(i), file.cap().index());
      }
      MutableRepairResult repair = world.elsewhere(file).checkAndRepair(CheckOptions.QUICK, true);
      assertThat(repair.attempted()).isTrue();
      assertThat(repair.successful()).isFalse();
      assertThat(repair.before().summary())
          .isEqualTo("Unhealthy: some versions are unrecoverable no versions are recoverable");
      assertThat(repair.before().good()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void damageOfEveryKindIsFoundReportedAndRepaired(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(200_000);
      MutableFile file = world.create(format, contents);
      StorageIndex index = file.cap().index();
      FaultyServer victim = world.holder(index, 0);
      byte[] sound = world.grid.memory(victim).shares(index).firstEntry().getValue().clone();
      Version version = Version.parse(Arrays.copyOf(sound, 123));
      for (int at : interestingBytes(version)) {
        byte[] damaged = sound.clone();
        damaged[at] ^= 0x40;
        assertRepaired(world, file, victim, damaged, contents, sound, "byte " + at);
      }
      for (int length : new int[] {1, 40, 100, 500, 2000, sound.length / 2, sound.length - 1}) {
        byte[] cut = Arrays.copyOf(sound, length);
        assertRepaired(world, file, victim, cut, contents, sound, "cut to " + length);
      }
    }
  }

  /** One or more of every field, each in the middle. */
  private static int[] interestingBytes(Version version) {
    var layout = version.layout();
    int head = version.header().format() == MutableFormat.SDMF ? 107 : 123;
    java.util.List<Integer> bytes = new java.util.ArrayList<>();
    for (int i = 0; i < head; i += 3) {
      bytes.add(i);
    }
    for (var range :
        List.of(
            layout.publicKeyRange(),
            layout.signatureRange(),
            layout.shareHashesRange(),
            layout.blockHashesRange(),
            layout.dataRange(),
            layout.privateKeyRange())) {
      bytes.add((int) range.begin());
      bytes.add((int) (range.begin() + range.length() / 2));
      bytes.add((int) range.end() - 1);
    }
    return bytes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void assertRepaired(
      MutableFixture world,
      MutableFile file,
      FaultyServer victim,
      byte[] damaged,
      byte[] contents,
      byte[] sound,
      String what)
      throws Exception {
    StorageIndex index = file.cap().index();
    world.put(file.writeCap().orElseThrow(), victim, 0, damaged);
    victim.forgetCalls();
    MutableFile fresh = world.elsewhere(file);
    assertThat(fresh.contents()).as(what).isEqualTo(contents);
    MutableCheckResult check = fresh.check(CheckOptions.VERIFY);
    assertThat(check.good()).as(what).isEqualTo(9);
    assertThat(check.needsRepair()).as(what).isTrue();
    MutableRepairResult repair = fresh.checkAndRepair(CheckOptions.VERIFY, true);
    assertThat(repair.attempted()).as(what).isTrue();
    assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).as(what).isTrue();
    byte[] now = world.grid.memory(victim).shares(index).firstEntry().getValue();
    int end = (int) Version.parse(Arrays.copyOf(now, 123)).layout().end();
    assertThat(Arrays.copyOf(now, end)).as(what).isEqualTo(sound);
  }

  @Test
  void damageIsReportedToTheServerThatHasIt() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, world.bytes(1000));
      FaultyServer victim = world.holder(file.cap().index(), 0);
      victim.corrupt(0, 900, 1);
      assertThat(world.elsewhere(file).contents()).hasSize(1000);
      assertThat(victim.awaitAdvisories(1).getFirst().share().value()).isZero();
      assertThat(victim.awaitAdvisories(1).getFirst().reason()).isNotBlank();
    }
  }

  @Test
  void sharesOfAnotherFileAreTurnedAway() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(1000);
      MutableFile file = world.create(MutableFormat.SDMF, contents);
      MutableFile forged =
          world
              .client()
              .createMutable(
                  org.truckee.grid.InitialContents.of(Source.of(world.bytes(1000))),
                  org.truckee.grid.MutableOptions.DEFAULT.withKey(MutableFixture.key("key1")));
      FaultyServer victim = world.holder(file.cap().index(), 0);
      byte[] foreign =
          world
              .grid
              .memory(world.holder(forged.cap().index(), 0))
              .shares(forged.cap().index())
              .firstEntry()
              .getValue();
      world.put(file.writeCap().orElseThrow(), victim, 0, foreign);
      MutableFile fresh = world.elsewhere(file);
      assertThat(fresh.contents()).isEqualTo(contents);
      assertThat(fresh.check(CheckOptions.QUICK).good()).isEqualTo(9);
      assertThat(fresh.checkAndRepair(CheckOptions.QUICK, false).successful()).isTrue();
      assertThat(fresh.best().sequenceNumber()).isEqualTo(1);
    }
  }

  @Test
  void anUpdateOfAFileThatLacksSharesMakesThemFirst() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(500_000);
      MutableFile file = world.create(MutableFormat.MDMF, contents);
      StorageIndex index = file.cap().index();
      world.wipe(world.grid.server(2), index);
      world.holder(index, 0).refuse(Operation.ADVISE);
      world.elsewhere(file).update(200_000, Source.of(new byte[10]));
      Arrays.fill(contents, 200_000, 200_010, (byte) 0);
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(2L);
      assertThat(world.shares(index)).hasSize(10);
    }
  }

  @Test
  void anUpdateNeverSignsDamage() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] contents = world.bytes(500_000);
      MutableFile file = world.create(MutableFormat.MDMF, contents);
      StorageIndex index = file.cap().index();
      // In the block of the segment that is changed, and in the hashes of those that are not.
      byte[] share = world.grid.memory(world.grid.server(1)).shares(index).firstEntry().getValue();
      Version version = Version.parse(Arrays.copyOf(share, 123));
      share[(int) version.layout().blocksRange(version.geometry(), 1, 2).begin() + 100] ^= 1;
      byte[] other = world.grid.memory(world.grid.server(3)).shares(index).firstEntry().getValue();
      other[(int) version.layout().blockHashesRange().end() - 1] ^= 1;
      world.elsewhere(file).update(200_000, Source.of(new byte[10]));
      Arrays.fill(contents, 200_000, 200_010, (byte) 0);
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
      MutableFile fresh = world.elsewhere(file);
      fresh.checkAndRepair(CheckOptions.VERIFY, false);
      assertThat(fresh.check(CheckOptions.VERIFY).healthy()).isTrue();
      assertThat(world.elsewhere(file).contents()).isEqualTo(contents);
    }
  }

  @Test
  void aCheckAddsLeases() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("text"));
      world.grid.servers().forEach(FaultyServer::forgetCalls);
      world.elsewhere(file).check(CheckOptions.QUICK.withAddLease(true));
      for (FaultyServer server : world.grid.servers()) {
        assertThat(server.calls(Operation.ADD_LEASE)).hasSize(1);
      }
    }
  }

  @Test
  void anotherCopyOfADamagedShareIsUsed() throws Exception {
    try (MutableFixture world = new MutableFixture(4, 3, 3)) {
      byte[] contents = world.bytes(1000);
      MutableFile file = world.create(MutableFormat.SDMF, contents);
      StorageIndex index = file.cap().index();
      FaultyServer first = world.holder(index, 0);
      byte[] sound = world.grid.memory(first).shares(index).firstEntry().getValue().clone();
      FaultyServer empty =
          world.grid.servers().stream()
              .filter(server -> world.grid.memory(server).shares(index).isEmpty())
              .findFirst()
              .orElseThrow();
      world.put(file.writeCap().orElseThrow(), empty, 0, sound);
      first.corrupt(0, 830, 1);
      assertThat(world.client(world.grid, 3, 3).open(file.cap()).contents()).isEqualTo(contents);
    }
  }
}
