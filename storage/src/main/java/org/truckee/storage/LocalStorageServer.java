package org.truckee.storage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;

/** A storage server in this process, with what it takes to offer it over a wire. */
public interface LocalStorageServer extends StorageServer {
  /** Whether the index has any complete share, immutable or mutable, that can carry a lease. */
  boolean hasShares(StorageIndex index) throws StorageException;

  /**
   * The numbers of the complete shares. For {@link ShareKind#MUTABLE} the contents are not looked
   * at.
   */
  Set<ShareNumber> listShares(ShareKind kind, StorageIndex index) throws StorageException;

  /** Opens a complete share; empty if there is none with this number. */
  Optional<OpenShare> openShare(ShareKind kind, StorageIndex index, ShareNumber share)
      throws StorageException;

  /**
   * The complete shares, each with the wanted ranges of it, as far as it has them: all of them, or
   * none if they and those of lower share numbers are more than {@code most} bytes. Damaged shares
   * and those of the other kind are left out. Of a slot no change lies between two of them.
   */
  default Map<ShareNumber, List<byte[]>> excerpts(
      ShareKind kind, StorageIndex index, ExcerptRanges wanted, int most)
      throws StorageException, InterruptedException {
    Map<ShareNumber, List<byte[]>> found = new TreeMap<>();
    long left = most;
    for (ShareNumber number : new TreeSet<>(listShares(kind, index))) {
      try (OpenShare share = openShare(kind, index, number).orElse(null)) {
        if (share != null) {
          List<byte[]> data = wanted.read(share.length(), left, share::read);
          left -= ExcerptRanges.bytes(data);
          found.put(number, data);
        }
      } catch (CorruptContainerException e) {
        // It is left out.
        continue;
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        throw new StorageException("a share could not be read: " + e.getMessage(), e);
      }
    }
    return found;
  }

  /** A share that is held open, its length fixed at the time of opening. */
  interface OpenShare extends BucketReader, AutoCloseable {
    /** Bytes of share data. */
    long length();

    @Override
    int read(long offset, java.nio.ByteBuffer target) throws StorageException;

    @Override
    void close();
  }
}
