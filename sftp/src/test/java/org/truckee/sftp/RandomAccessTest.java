package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;

/** Whatever is done to a file over SFTP, it holds what a local one would. */
final class RandomAccessTest {
  private static SftpWorld world;
  private static SftpClient sftp;
  private static int files;

  @BeforeContainer
  static void connect() throws Exception {
    world = new SftpWorld();
    sftp = world.connect();
  }

  @AfterContainer
  static void close() {
    if (world != null) {
      world.close();
    }
  }

  /** Something that is done to a file. */
  sealed interface Step {
    record Write(int offset, int length, byte value) implements Step {}

    record Resize(int size) implements Step {}

    record Read(int offset, int length) implements Step {}

    record Reopen() implements Step {}
  }

  /** A local file. */
  private static final class Model {
    private byte[] bytes = new byte[0];

    void write(int offset, byte[] data) {
      if (data.length > 0) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, offset + data.length));
        System.arraycopy(data, 0, bytes, offset, data.length);
      }
    }

    byte[] read(int offset, int length) {
      int from = Math.min(offset, bytes.length);
      return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> offsets =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 300), Arbitraries.integers().between(0, 400_000));
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 100), Arbitraries.integers().between(0, 30_000));
    Arbitrary<Step> writes =
        Combinators.combine(offsets, lengths, Arbitraries.bytes()).as(Step.Write::new);
    Arbitrary<Step> reads = Combinators.combine(offsets, lengths).as(Step.Read::new);
    Arbitrary<Step> resizes = offsets.map(Step.Resize::new);
    Arbitrary<Step> reopens = Arbitraries.create(Step.Reopen::new);
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(6, writes), Tuple.of(4, reads), Tuple.of(2, resizes), Tuple.of(1, reopens))
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Property(tries = 60)
  void aFileHoldsWhatALocalOneWould(@ForAll("steps") List<Step> steps) throws Exception {
    String path = "/file" + files++;
    Model model = new Model();
    CloseableHandle handle = sftp.open(path, OpenMode.Read, OpenMode.Write, OpenMode.Create);
    for (Step step : steps) {
      switch (step) {
        case Step.Write(int offset, int length, byte value) -> {
          byte[] data = new byte[length];
          for (int i = 0; i < length; i++) {
            data[i] = (byte) (value + i * 31);
          }
          sftp.write(handle, offset, data);
          model.write(offset, data);
        }
        case Step.Resize(int size) -> {
          sftp.setStat(handle, new SftpClient.Attributes().size(size));
          model.bytes = Arrays.copyOf(model.bytes, size);
        }
        case Step.Read(int offset, int length) ->
            assertThat(read(handle, offset, length)).isEqualTo(model.read(offset, length));
        case Step.Reopen() -> {
          handle.close();
          handle = sftp.open(path, OpenMode.Read, OpenMode.Write);
        }
      }
      assertThat(sftp.stat(handle).getSize()).isEqualTo(model.bytes.length);
    }
    handle.close();
    try (var in = sftp.read(path)) {
      assertThat(in.readAllBytes()).isEqualTo(model.bytes);
    }
    sftp.remove(path);
  }

  private static byte[] read(CloseableHandle handle, int offset, int length) throws Exception {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int read = sftp.read(handle, offset + done, bytes, done, length - done);
      if (read < 0) {
        break;
      }
      done += read;
    }
    return Arrays.copyOf(bytes, done);
  }
}
