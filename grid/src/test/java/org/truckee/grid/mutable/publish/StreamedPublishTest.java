package org.truckee.grid.mutable.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.MutableFile;
import org.truckee.grid.NotEnoughServersException;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;

/** Files whose shares are too large to be sent with one write each. */
class StreamedPublishTest {
  private static final int SIZE = 8_000_000;

  @Test
  void aLargeFileIsCreatedOverwrittenAndRead() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] first = world.bytes(SIZE);
      MutableFile file = world.create(MutableFormat.MDMF, first);
      StorageIndex index = file.cap().index();
      assertSmallWrites(world);
      assertThat(world.elsewhere(file).contents()).isEqualTo(first);
      byte[] second = world.bytes(SIZE + 77);
      assertThat(file.overwrite(Source.of(second)).size()).isEqualTo(SIZE + 77);
      assertSmallWrites(world);
      try (InputStream in = world.elsewhere(file).best().stream(1_000_000, 3_000_000)) {
        assertThat(in.readAllBytes())
            .isEqualTo(java.util.Arrays.copyOfRange(second, 1_000_000, 4_000_000));
      }
      assertThat(world.elsewhere(file).contents()).isEqualTo(second);
      assertThat(new HashSet<>(world.sequenceNumbers(index).values())).containsExactly(2L);
      assertThat(world.shares(index)).hasSize(10);
      assertThat(world.elsewhere(file).check(CheckOptions.VERIFY).healthy()).isTrue();
    }
  }

  private static void assertSmallWrites(MutableFixture world) {
    for (FaultyServer server : world.grid.servers()) {
      assertThat(server.calls(Operation.WRITE_SLOT)).hasSizeGreaterThan(2);
      assertThat(server.calls(Operation.WRITE_SLOT)).allMatch(call -> call.length() < (1 << 20));
    }
  }

  @Test
  void theOldVersionStaysReadableWhileANewOneIsWritten() throws Exception {
    try (MutableFixture world = new MutableFixture(10)) {
      byte[] first = world.bytes(SIZE);
      MutableFile file = world.create(MutableFormat.MDMF, first);
      for (FaultyServer server : world.grid.servers()) {
        server.crashAfter(3);
      }
      MutableFile writer = world.elsewhere(file);
      assertThatThrownBy(() -> writer.overwrite(Source.of(world.bytes(SIZE))))
          .isInstanceOf(NotEnoughServersException.class);
      world.grid.servers().forEach(FaultyServer::recover);
      assertThat(world.elsewhere(file).contents()).isEqualTo(first);
      byte[] second = world.bytes(SIZE);
      world.elsewhere(file).overwrite(Source.of(second));
      assertThat(world.elsewhere(file).contents()).isEqualTo(second);
      assertThat(world.elsewhere(file).check(CheckOptions.QUICK).healthy()).isTrue();
    }
  }

  @Test
  void sharesThatAreLostOnTheWayAreMadeAgain() throws Exception {
    try (MutableFixture world = new MutableFixture(12)) {
      MutableFile file = world.create(MutableFormat.MDMF, world.bytes(SIZE));
      StorageIndex index = file.cap().index();
      List<FaultyServer> dying = List.of(world.holder(index, 8), world.holder(index, 9));
      dying.forEach(server -> server.crashAfter(3));
      byte[] second = world.bytes(SIZE);
      world.elsewhere(file).overwrite(Source.of(second));
      assertThat(world.elsewhere(file).contents()).isEqualTo(second);
      dying.forEach(FaultyServer::recover);
      MutableFile fresh = world.elsewhere(file);
      fresh.checkAndRepair(CheckOptions.QUICK, false);
      assertThat(fresh.check(CheckOptions.VERIFY).healthy()).isTrue();
      assertThat(fresh.best().sequenceNumber()).isEqualTo(2);
    }
  }
}
