package org.truckee.grid.mutable.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Grid;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableRepairResult;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.ShareNumber;

/** Defects of the reference that {@code spec/02} marks, and that have no other test. */
class KnownDefectsTest {
  /** §9.4: an advisory for each step that failed. */
  @Test
  void aShareOfAnUnknownVersionIsReportedOnce() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.SDMF, world.bytes(1000));
      FaultyServer server = world.holder(file.cap().index(), 2);
      server.tamper(
          2,
          bytes -> {
            bytes[0] = 7;
            return bytes;
          });
      try (Grid client = world.builder(world.grid, 3, 10, Duration.ofMinutes(1)).build()) {
        MutableFile fresh = client.open(file.cap());
        assertThat(fresh.contents()).hasSize(1000);
        assertThat(fresh.check(CheckOptions.VERIFY).good()).isEqualTo(9);
        server.awaitAdvisories(1);
      }
      // Nothing is sent any more after the end of the client.
      assertThat(server.advisories()).hasSize(1);
    }
  }

  /** §10.2: a share of an older version that had more of them makes every publish fail. */
  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void sharesBeyondTheLastAreLeftAlone(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(5, 2, 4)) {
      MutableFile file = world.create(format, world.bytes(1000));
      StorageIndex index = file.cap().index();
      FaultyServer holder = world.holder(index, 0);
      byte[] stale = world.grid.memory(holder).shares(index).get(new ShareNumber(0)).clone();
      // As if there had been seven of them.
      stale[format == MutableFormat.SDMF ? 58 : 42] = 7;
      FaultyServer empty =
          world.grid.servers().stream()
              .filter(server -> world.grid.memory(server).shares(index).isEmpty())
              .findFirst()
              .orElseThrow();
      world.put(file.writeCap().orElseThrow(), empty, 6, stale);

      byte[] contents = world.bytes(2000);
      MutableFile fresh = world.client(world.grid, 2, 4).open(file.cap());
      fresh.overwrite(Source.of(contents));
      assertThat(fresh.contents()).isEqualTo(contents);
      assertThat(world.grid.memory(empty).shares(index).get(new ShareNumber(6))).isEqualTo(stale);
      Map<String, Long> numbers = world.sequenceNumbers(index);
      numbers.remove(empty + "-sh6");
      assertThat(new HashSet<>(numbers.values())).containsExactly(2L);
    }
  }

  /** §12.4: a wrong number in the advisory, and network errors of HTTP servers end the download. */
  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void whatFailsAfterTheMapIsReplacedAndReportedByItsNumber(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(10, 2, 10)) {
      byte[] contents = world.bytes(600_000);
      MutableFile file = world.create(format, contents);
      StorageIndex index = file.cap().index();
      for (int share = 0; share < 7; share++) {
        world.holder(index, share).corrupt(share, 100_000, 1);
      }
      FaultyServer gone = world.holder(index, 7);
      gone.crashAfter(1);
      MutableFile fresh = world.client(world.grid, 2, 10).open(file.cap());
      assertThat(fresh.contents()).isEqualTo(contents);

      gone.recover();
      assertThat(fresh.check(CheckOptions.VERIFY).good()).isEqualTo(3);
      for (int share = 0; share < 7; share++) {
        assertThat(world.holder(index, share).awaitAdvisories(1))
            .extracting(FaultyServer.Advisory::share)
            .containsOnly(new ShareNumber(share));
      }
    }
  }

  /** §14.4: the corrupt shares that were found are listed again after they were replaced. */
  @Test
  void whatWasRepairedIsNotListedAsCorruptAfterwards() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      MutableFile file = world.create(MutableFormat.MDMF, world.bytes(10_000));
      FaultyServer victim = world.holder(file.cap().index(), 4);
      byte[] share = world.grid.memory(victim).shares(file.cap().index()).get(new ShareNumber(4));
      share[2500] ^= 1;
      MutableRepairResult result = world.elsewhere(file).checkAndRepair(CheckOptions.VERIFY, false);
      assertThat(result.before().corrupt()).hasSize(1);
      assertThat(result.successful()).isTrue();
      assertThat(result.after().corrupt()).isEmpty();
      assertThat(result.after().healthy()).isTrue();
      assertThat(victim.calls(Operation.WRITE_SLOT)).isNotEmpty();
      assertThat(Set.copyOf(world.sequenceNumbers(file.cap().index()).values()))
          .containsExactly(1L);
    }
  }
}
