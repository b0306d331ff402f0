package org.truckee.grid.mutable.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.TubId;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridServer;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.ServerId;
import org.truckee.grid.Source;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;

/**
 * A client with its servers on a disk: changes an SDMF file that is as large as it may be, and then
 * overwrites an MDMF file that is much larger than the heap and reads it back, while others use the
 * grid. Is told a directory for the shares and the size.
 */
final class LargeFileProcess {
  static final String SUCCESS = "read what was written; requests of others meanwhile: ";

  private static final int SERVERS = 3;
  private static final int SMALL = 200_000;
  private static final int CHUNK = 1 << 16;

  private LargeFileProcess() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    long size = Long.parseLong(arguments[1]);
    List<DiskStorageServer> stores = new ArrayList<>();
    List<GridServer> servers = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      byte[] seed = Hashes.sha256(new byte[] {(byte) i});
      TubId id = new TubId(Arrays.copyOf(seed, 20));
      DiskStorageOptions options = DiskStorageOptions.of(directory.resolve("server-" + i), id);
      stores.add(DiskStorageServer.start(options.withDurable(false)));
      servers.add(
          new GridServer(new ServerId("v0-" + i), "", seed, id.bytes(), stores.get(i), true));
    }
    try (GridClient grid =
        GridClient.of(() -> servers)
            .leaseSecret(new ClientLeaseSecret("secret".getBytes(StandardCharsets.UTF_8)))
            .convergenceSecret(new ConvergenceSecret(new byte[32]))
            .encoding(EncodingParameters.of(2, 2, 3))
            .spoolDirectory(directory)
            .build()) {
      changeTheLargestInOnePiece(grid);
      System.out.println(SUCCESS + overwriteAndRead(grid, size));
    }
    for (DiskStorageServer store : stores) {
      store.close();
    }
  }

  /** An SDMF file is in memory as a whole, several times over. */
  private static void changeTheLargestInOnePiece(Grid grid) throws Exception {
    MutableFile file = create(grid, MutableFormat.SDMF, "key2");
    byte[] contents = new byte[(int) grid.mostBytes(MutableFormat.SDMF)];
    file.overwrite(Source.of(contents.clone()));
    contents[0] = 1;
    file.modify(
        (old, _) -> {
          byte[] changed = old.clone();
          changed[0] = 1;
          return Optional.of(changed);
        });
    if (!Arrays.equals(file.contents(), contents)) {
      throw new IllegalStateException("the SDMF file is not as it was written");
    }
  }

  private static int overwriteAndRead(Grid grid, long size) throws Exception {
    MutableFile file = create(grid, MutableFormat.MDMF, "key0");
    MutableFile other = create(grid, MutableFormat.SDMF, "key1");
    FutureTask<Void> large =
        new FutureTask<>(
            () -> {
              file.overwrite(new Pattern(size));
              requireEqual(file.best().stream(), new Pattern(size).open());
              return null;
            });
    Thread.ofVirtual().start(large);
    int requests = 0;
    do {
      byte[] contents = new byte[SMALL];
      contents[requests % SMALL] = 1;
      other.overwrite(ByteBuffer.wrap(contents));
      if (!Arrays.equals(other.contents(), contents)) {
        throw new IllegalStateException("the small file is not as it was written");
      }
      requests++;
    } while (!large.isDone());
    large.get();
    return requests;
  }

  private static MutableFile create(Grid grid, MutableFormat format, String key) throws Exception {
    return grid.createMutable(
        InitialContents.of(Source.of(new byte[0])),
        MutableOptions.DEFAULT.withFormat(format).withKey(MutableFixture.key(key)));
  }

  private static void requireEqual(InputStream some, InputStream others) throws IOException {
    try (some;
        others) {
      byte[] chunk = some.readNBytes(CHUNK);
      while (chunk.length > 0) {
        if (!Arrays.equals(chunk, others.readNBytes(CHUNK))) {
          throw new IllegalStateException("the large file is not as it was written");
        }
        chunk = some.readNBytes(CHUNK);
      }
      if (others.read() >= 0) {
        throw new IllegalStateException("the large file is too short");
      }
    }
  }

  /** Contents that nobody has to keep: each byte follows from its place. */
  private record Pattern(long size) implements Source {
    @Override
    public InputStream open() {
      return new InputStream() {
        private long position;

        @Override
        public int read() {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          int count = (int) Math.min(length, size - position);
          for (int i = 0; i < count; i++) {
            long at = position + i;
            target[offset + i] = (byte) (at ^ at >>> 8 ^ at >>> 16 ^ at >>> 24);
          }
          position += count;
          return count == 0 && length > 0 ? -1 : count;
        }
      };
    }
  }
}
