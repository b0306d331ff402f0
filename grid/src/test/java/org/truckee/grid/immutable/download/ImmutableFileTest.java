package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.Gate;

/** The ways in which a program reads a file: streams, channels, buffers; and how it stops. */
class ImmutableFileTest {
  private static final int MIB = 1 << 20;

  private final DownloadFixture world = new DownloadFixture(10);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aSlowReaderHoldsTheDownloadBack() throws Exception {
    EncodedFile file = world.file(24 * MIB, 3, 10, MIB);
    try (InputStream stream = world.open(file.cap()).stream()) {
      byte[] first = stream.readNBytes(100);
      assertThat(first).isEqualTo(Arrays.copyOf(file.plaintext(), 100));
      long asked =
          world.grid.servers().stream()
              .flatMap(server -> server.calls(Operation.READ).stream())
              .mapToLong(call -> call.length())
              .sum();
      assertThat(asked).isLessThan(16L * MIB);
      assertThat(stream.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(file.plaintext(), 100, 24 * MIB));
    }
  }

  @Test
  void theFirstSegmentIsDeliveredWhileTheSecondIsStillHeldBack() throws Exception {
    EncodedFile file = world.file(4 * MIB, 1, 1, MIB);
    FaultyServer server = world.grid.server(0);
    try (InputStream stream = world.open(file.cap()).stream()) {
      stream.read();
      Gate gate = server.hold(Operation.READ);
      assertThat(stream.readNBytes(MIB - 1))
          .isEqualTo(Arrays.copyOfRange(file.plaintext(), 1, MIB));
      gate.open();
      assertThat(stream.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(file.plaintext(), MIB, 4 * MIB));
    }
  }

  @Test
  void closingAStreamEndsAReadThatWaits() throws Exception {
    EncodedFile file = world.file(100_000, 3, 10, MIB);
    Gate gate = world.grid.server(0).stall();
    world.grid.servers().stream().skip(1).forEach(FaultyServer::crash);
    InputStream stream = world.open(file.cap()).stream();
    FutureTask<Integer> read = new FutureTask<>(stream::read);
    Thread.ofVirtual().start(read);
    gate.awaitHeld(1);
    stream.close();
    assertThatThrownBy(read::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anInterruptCancelsADownload() throws Exception {
    EncodedFile file = world.file(100_000, 3, 10, MIB);
    Gate gate = world.grid.server(0).stall(Operation.READ);
    world.grid.servers().stream().skip(1).limit(8).forEach(FaultyServer::crash);
    FutureTask<byte[]> download = new FutureTask<>(() -> world.download(file.cap()));
    Thread thread = Thread.ofVirtual().start(download);
    gate.awaitHeld(1);
    thread.interrupt();
    assertThatThrownBy(download::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(gate.held()).isZero();
  }

  @Test
  void aChannelReadsHereAndThereAndOnAndOn() throws Exception {
    EncodedFile file = world.file(3 * MIB + 17, 3, 10, MIB);
    try (SeekableByteChannel channel = world.open(file.cap()).channel()) {
      for (long position : new long[] {0, 2 * MIB - 5, 10, 3 * MIB, 3 * MIB + 16}) {
        ByteBuffer target = ByteBuffer.allocate(1000);
        channel.position(position);
        int count = channel.read(target);
        assertThat(Arrays.copyOf(target.array(), count))
            .isEqualTo(
                Arrays.copyOfRange(
                    file.plaintext(),
                    (int) position,
                    (int) Math.min(position + 1000, 3 * MIB + 17)));
      }
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      channel.position(0);
      ByteBuffer all = ByteBuffer.allocate(3 * MIB + 17);
      while (all.hasRemaining()) {
        ByteBuffer some = all.slice(all.position(), Math.min(70_000, all.remaining()));
        all.position(all.position() + channel.read(some));
      }
      assertThat(all.array()).isEqualTo(file.plaintext());
    }
  }

  @Test
  void readsIntoABufferAndStopsAtTheEnd() throws Exception {
    EncodedFile file = world.file(10_000, 3, 10, MIB);
    ImmutableFile opened = world.open(file.cap());
    ByteBuffer target = ByteBuffer.allocate(300);
    assertThat(opened.read(9_900, target)).isEqualTo(100);
    assertThat(Arrays.copyOf(target.array(), 100))
        .isEqualTo(Arrays.copyOfRange(file.plaintext(), 9_900, 10_000));
    assertThat(opened.read(10_000, target)).isEqualTo(-1);
  }

  @Test
  void progressNeverGoesBackAndEndsAtTheEnd() throws Exception {
    EncodedFile file = world.file(3 * MIB, 3, 10, MIB);
    long[] last = new long[1];
    world
        .open(file.cap())
        .copyTo(
            new ByteArrayOutputStream(),
            10,
            2 * MIB,
            DownloadOptions.DEFAULT.withProgress(
                (done, total) -> {
                  assertThat(done).isGreaterThanOrEqualTo(last[0]);
                  assertThat(total).isEqualTo(2 * MIB);
                  last[0] = done;
                }));
    assertThat(last[0]).isEqualTo(2 * MIB);
  }

  @Test
  void manyReadersShareOneFile() throws Exception {
    EncodedFile file = world.file(2 * MIB + 9, 3, 10, 200_000);
    ImmutableFile opened = world.open(file.cap());
    FutureTask<?>[] readers = new FutureTask<?>[8];
    for (int i = 0; i < readers.length; i++) {
      int offset = i * 250_000;
      readers[i] =
          new FutureTask<>(
              () -> {
                assertThat(DownloadFixture.range(opened, offset, 300_000))
                    .isEqualTo(
                        Arrays.copyOfRange(
                            file.plaintext(), offset, Math.min(offset + 300_000, 2 * MIB + 9)));
                return true;
              });
      Thread.ofVirtual().start(readers[i]);
    }
    for (FutureTask<?> reader : readers) {
      reader.get();
    }
  }

  @Test
  void aLiteralFileIsReadWithoutAServer() throws Exception {
    byte[] data = {1, 2, 3, 4, 5};
    ImmutableFile file = world.grid(DownloadFixture.PATIENT).open(new LiteralCap(data));
    assertThat(DownloadFixture.whole(file)).isEqualTo(data);
    assertThat(DownloadFixture.range(file, 1, 2)).containsExactly(2, 3);
    assertThat(file.stream(3, 100).readAllBytes()).containsExactly(4, 5);
    assertThat(file.verifyCap()).isEmpty();
    try (SeekableByteChannel channel = file.channel()) {
      ByteBuffer target = ByteBuffer.allocate(10);
      assertThat(channel.position(2).read(target)).isEqualTo(3);
    }
    assertThat(world.grid.servers()).allMatch(server -> server.calls().isEmpty());
  }
}
