package org.truckee.grid.mutable.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.Grid;
import org.truckee.grid.MutableFile;
import org.truckee.grid.Source;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.Gate;
import org.truckee.storage.ShareNumber;

/** A process reads no version that is older than one it knows of. */
class NewestVersionTest {
  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aReaderIsNotShownAnOlderVersionBecauseServersAreSlow(MutableFormat format) throws Exception {
    try (MutableFixture world = new MutableFixture(3);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Grid client = world.client(world.grid, 3, 10, Duration.ofMillis(100));
      MutableFile file = world.create(client, format, text("old"));
      FaultyServer quick = world.grid.servers().getFirst();
      Map<ShareNumber, byte[]> old = new HashMap<>();
      world
          .grid
          .memory(quick)
          .shares(file.cap().index())
          .forEach((share, bytes) -> old.put(share, bytes.clone()));
      assertThat(old).as("enough to read it").hasSizeGreaterThanOrEqualTo(3);
      file.overwrite(Source.of(text("new")));
      // A server that was late in the publish may have left its share numbers to this one.
      for (ShareNumber share :
          Set.copyOf(world.grid.memory(quick).shares(file.cap().index()).keySet())) {
        world.grid.memory(quick).remove(file.cap().index(), share);
      }
      old.forEach(
          (share, bytes) -> world.put(file.writeCap().orElseThrow(), quick, share.value(), bytes));
      List<Gate> gates = world.grid.servers().stream().skip(1).map(FaultyServer::hold).toList();
      MutableFile reader = client.open(file.readCap().orElseThrow());
      Future<byte[]> read = threads.submit(reader::contents);
      for (Gate gate : gates) {
        gate.awaitHeld(1);
      }
      assertThatThrownBy(() -> read.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      gates.forEach(Gate::open);
      assertThat(read.get()).asString().isEqualTo("new");
    }
  }

  @Test
  void whatAllServersSayIsBelievedAlsoIfANewerVersionWasSeen() throws Exception {
    try (MutableFixture world = new MutableFixture(3)) {
      MutableFile file = world.create(MutableFormat.SDMF, text("old"));
      SortedMap<String, byte[]> old = world.shares(file.cap().index());
      file.overwrite(Source.of(text("new")));
      for (FaultyServer server : world.grid.servers()) {
        Map<ShareNumber, byte[]> shares = world.grid.memory(server).shares(file.cap().index());
        for (ShareNumber share : Set.copyOf(shares.keySet())) {
          byte[] bytes = old.get(server + "-sh" + share);
          world.put(file.writeCap().orElseThrow(), server, share.value(), bytes);
        }
      }
      assertThat(file.contents()).as("restored from a backup").asString().isEqualTo("old");
      file.modify(
          (contents, _) -> Optional.of(text(new String(contents, StandardCharsets.UTF_8) + "er")));
      assertThat(file.contents()).asString().isEqualTo("older");
    }
  }
}
