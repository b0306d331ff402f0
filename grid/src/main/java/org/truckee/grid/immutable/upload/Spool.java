package org.truckee.grid.immutable.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.capability.LiteralCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.TaggedHasher;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.SpoolException;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/**
 * A plaintext that came as a stream of unknown length: kept in memory while it is no longer than a
 * segment and there is memory, else in a file without a name, which is gone when it is closed. Its
 * convergent key is computed while it arrives, so that it is read only once more.
 */
public final class Spool implements SpooledSource {
  private static final int CHUNK = 256 << 10;
  private static final int SMALL_CHUNK = 16 << 10;
  private static final int MEMORY_LIMIT = 4 << 20;

  private final EncodingParameters encoding;
  private final Optional<ConvergenceSecret> secret;
  private final Workers workers;
  private TaggedHasher hasher;
  private EncryptionKey key;
  private final MemoryBudget.Grant grant;
  private byte[] memory = new byte[1 << 13];
  private int inMemory;
  private SpoolFile file;
  private long size;

  private Spool(
      EncodingParameters encoding,
      Optional<ConvergenceSecret> secret,
      Workers workers,
      MemoryBudget budget) {
    this.encoding = encoding;
    this.secret = secret;
    this.workers = workers;
    this.grant = budget.empty();
  }

  /**
   * Reads a stream to its end.
   *
   * @param secret empty if the key is not going to be convergent
   * @param folder where the file is made, if there has to be one
   * @param budget what all that is spooled may take of memory
   * @throws SpoolException if there is no room for the file
   */
  public static Spool read(
      InputStream in,
      EncodingParameters encoding,
      Optional<ConvergenceSecret> secret,
      SpoolFolder folder,
      Workers workers,
      MemoryBudget budget)
      throws IOException, InterruptedException {
    Spool source = new Spool(encoding, secret, workers, budget);
    try {
      if (source.fillMemory(in)) {
        source.hashMemory();
      } else {
        source.fillFile(in, folder);
      }
      return source;
    } catch (IOException | InterruptedException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(memory, 0, inMemory) : new FileStream();
  }

  @Override
  public Optional<EncryptionKey> convergentKey(
      EncodingParameters wanted, ConvergenceSecret wantedSecret) {
    boolean same =
        wanted.needed() == encoding.needed()
            && wanted.total() == encoding.total()
            && wanted.maxSegmentSize() == encoding.maxSegmentSize()
            && secret.filter(wantedSecret::equals).isPresent();
    return same ? Optional.ofNullable(key) : Optional.empty();
  }

  /** Gives the file's space back. */
  @Override
  public void close() throws IOException {
    memory = new byte[0];
    grant.close();
    if (file != null) {
      file.close();
    }
  }

  /** One byte more than the longest segment, so that a file of one segment stays in memory. */
  private int memoryLimit() {
    return Math.min(MEMORY_LIMIT, encoding.maxSegmentSize()) + 1;
  }

  /** Whether all of it is in memory now. */
  private boolean fillMemory(InputStream in) throws IOException {
    int limit = memoryLimit();
    while (inMemory < limit) {
      if (inMemory == memory.length) {
        int larger = Math.min(limit, 4 * memory.length);
        if (!grant.growTo(larger)) {
          return false;
        }
        memory = Arrays.copyOf(memory, larger);
      }
      int wanted = Math.min(limit, memory.length) - inMemory;
      int read = in.readNBytes(memory, inMemory, wanted);
      inMemory += read;
      size += read;
      if (read < wanted) {
        return true;
      }
    }
    return false;
  }

  private void fillFile(InputStream in, SpoolFolder folder)
      throws IOException, InterruptedException {
    try {
      file = create(folder);
      spill(in);
    } catch (WriteFailed e) {
      throw new SpoolException(folder.directory(), e.getCause());
    }
    grant.shrinkTo(0);
    if (hasher != null) {
      key = new EncryptionKey(hasher.digest());
    }
  }

  private void spill(InputStream in) throws IOException, WriteFailed, InterruptedException {
    if (inMemory > encoding.maxSegmentSize()) {
      // From here on the size of the segments does not depend on what is still to come.
      startHashing(encoding.maxSegmentSize());
    }
    append(memory, inMemory);
    memory = new byte[0];
    grant.shrinkTo(0);
    byte[] chunk = new byte[grant.growTo(CHUNK) ? CHUNK : SMALL_CHUNK];
    int read = in.readNBytes(chunk, 0, chunk.length);
    while (read > 0) {
      append(chunk, read);
      size += read;
      read = in.readNBytes(chunk, 0, chunk.length);
    }
  }

  private void hashMemory() throws InterruptedException {
    if (size > LiteralCap.MAX_UPLOAD_SIZE && secret.isPresent()) {
      startHashing(size);
      workers.run(size, () -> hasher.update(memory, 0, inMemory));
      key = new EncryptionKey(hasher.digest());
    }
  }

  private static SpoolFile create(SpoolFolder folder) throws WriteFailed {
    try {
      return SpoolFile.create(folder);
    } catch (IOException e) {
      throw new WriteFailed(e);
    }
  }

  /** Writing the file failed, not reading the stream. */
  private static final class WriteFailed extends Exception {
    private static final long serialVersionUID = 1L;

    WriteFailed(IOException cause) {
      super(cause);
    }

    @Override
    public synchronized IOException getCause() {
      return (IOException) super.getCause();
    }
  }

  private void startHashing(long fileSize) {
    if (secret.isPresent()) {
      SegmentGeometry geometry =
          SegmentGeometry.of(fileSize, encoding.needed(), encoding.maxSegmentSize());
      hasher = ConvergentKey.hasher(geometry, encoding.total(), secret.get());
    }
  }

  private void append(byte[] bytes, int length) throws WriteFailed, InterruptedException {
    try {
      file.append(bytes, length);
    } catch (IOException e) {
      throw new WriteFailed(e);
    }
    if (hasher != null) {
      workers.run(length, () -> hasher.update(bytes, 0, length));
    }
  }

  /** Reads the file from its beginning, independently of other readers. */
  private final class FileStream extends InputStream {
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = file.read(position, target, offset, length);
      position += Math.max(0, read);
      return read;
    }
  }
}
