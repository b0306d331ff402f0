package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.Gate;

/** Downloads that share too little memory. */
class DownloadMemoryTest {
  private static final int MIB = 1 << 20;

  private final DownloadFixture world = new DownloadFixture(10);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void downloadsThatFindNoMemoryWaitUntilOthersHaveEnded() throws Exception {
    DownloadLimits small = DownloadFixture.PATIENT.withMemory(2 * MIB + 100_000);
    List<Gate> gates =
        world.grid.servers().stream().map(server -> server.hold(Operation.READ)).toList();
    List<EncodedFile> files = new ArrayList<>();
    List<FutureTask<byte[]>> downloads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      EncodedFile file = world.file(MIB, 3, 3, MIB);
      files.add(file);
      FutureTask<byte[]> download = new FutureTask<>(() -> world.download(file.cap(), small));
      downloads.add(download);
      Thread.ofVirtual().start(download);
    }
    for (Gate gate : gates.subList(0, 3)) {
      gate.awaitHeld(2);
    }
    assertThat(world.grid.count(Operation.READ)).isEqualTo(2 * 3);
    gates.forEach(Gate::open);
    for (int i = 0; i < files.size(); i++) {
      assertThat(downloads.get(i).get()).isEqualTo(files.get(i).plaintext());
    }
  }

  @Test
  void aDownloadThatWaitsForMemoryCanBeCancelledAndLeavesNoneBehind() throws Exception {
    DownloadLimits small = DownloadFixture.PATIENT.withMemory(MIB);
    EncodedFile file = world.file(5 * MIB, 3, 10, MIB);
    ImmutableFile opened = world.open(file.cap(), small);
    InputStream first = opened.stream();
    first.read();
    FutureTask<Integer> second = new FutureTask<>(() -> opened.stream().read());
    Thread waiting = Thread.ofVirtual().start(second);
    waiting.interrupt();
    assertThatThrownBy(second::get).hasCauseInstanceOf(InterruptedIOException.class);
    first.close();
    assertThat(DownloadFixture.whole(opened)).isEqualTo(file.plaintext());
  }

  @Test
  void aStreamThatWasReadToItsEndLeavesItsMemoryToOthersEvenIfItIsNotClosed() throws Exception {
    DownloadLimits small = DownloadFixture.PATIENT.withMemory(MIB);
    EncodedFile file = world.file(2 * MIB, 3, 10, MIB);
    ImmutableFile opened = world.open(file.cap(), small);
    for (int i = 0; i < 3; i++) {
      assertThat(opened.stream().readNBytes(2 * MIB)).isEqualTo(file.plaintext());
    }
  }

  @Test
  void manyStreamsThatRestHalfReadKeepNobodyFromReading() throws Exception {
    DownloadLimits small = DownloadFixture.IMPATIENT.withMemory(MIB);
    EncodedFile file = world.file(3 * MIB, 3, 10, MIB);
    ImmutableFile opened = world.open(file.cap(), small);
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      InputStream stream = opened.stream();
      assertThat(stream.read()).isEqualTo(file.plaintext()[0] & 0xff);
      streams.add(stream);
    }
    for (InputStream stream : streams) {
      byte[] rest = Arrays.copyOfRange(file.plaintext(), 1, 3 * MIB);
      assertThat(stream.readAllBytes()).isEqualTo(rest);
    }
  }

  @Test
  void oneDownloadTooManyFailsAndSaysSoWhileOthersRestAndWorksWhenOneHasEnded() throws Exception {
    Duration soon = Duration.ofMillis(20);
    Duration never = Duration.ofHours(1);
    DownloadLimits small =
        DownloadLimits.DEFAULT
            .withTimes(soon, never, never, Duration.ofSeconds(1))
            .withMemory(MIB, 5 * MIB / 2);
    EncodedFile file = world.file(MIB, 3, 10, MIB);
    ImmutableFile opened = world.open(file.cap(), small);
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      InputStream stream = opened.stream();
      assertThat(stream.read()).isEqualTo(file.plaintext()[0] & 0xff);
      streams.add(stream);
    }
    try (InputStream oneTooMany = opened.stream()) {
      assertThatThrownBy(oneTooMany::read)
          .isInstanceOf(TooManyTransfersException.class)
          .hasMessageContaining("Close some, or try again later");
    }
    streams.getFirst().close();
    assertThat(DownloadFixture.whole(opened)).isEqualTo(file.plaintext());
    for (InputStream stream : streams) {
      stream.close();
    }
  }
}
