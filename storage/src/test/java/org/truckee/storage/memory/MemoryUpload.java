package org.truckee.storage.memory;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.IncompleteShareException;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteProgress;

/** The upload of one share into memory. The lock of the server guards it. */
final class MemoryUpload implements BucketWriter {
  private final MemoryStorageServer server;
  private final StorageIndex index;
  private final ShareNumber share;
  private final long size;
  private final LeaseSecrets leases;
  private final BitSet written = new BitSet();
  private byte[] data = new byte[0];
  private Instant lastUsed;

  MemoryUpload(
      MemoryStorageServer server,
      StorageIndex index,
      ShareNumber share,
      long size,
      LeaseSecrets leases) {
    this.server = server;
    this.index = index;
    this.share = share;
    this.size = size;
    this.leases = leases;
    this.lastUsed = server.now();
  }

  StorageIndex index() {
    return index;
  }

  ShareNumber share() {
    return share;
  }

  long size() {
    return size;
  }

  LeaseSecrets leases() {
    return leases;
  }

  byte[] data() {
    return data;
  }

  Instant lastUsed() {
    return lastUsed;
  }

  @Override
  public WriteProgress write(long offset, ByteBuffer... pieces) throws StorageException {
    synchronized (server) {
      server.requireOpen(this);
      lastUsed = server.now();
      long length = Arrays.stream(pieces).mapToLong(ByteBuffer::remaining).sum();
      if (length > size - offset) {
        throw new DataTooLargeException(
            "%d bytes at %d do not fit into %d".formatted(length, offset, size));
      }
      data = data.length == 0 ? new byte[Math.toIntExact(size)] : data;
      ByteBuffer whole = ByteBuffer.allocate((int) length);
      Arrays.stream(pieces).forEach(whole::put);
      put((int) offset, whole.flip());
      return new WriteProgress(missing());
    }
  }

  private void put(int offset, ByteBuffer bytes) throws ConflictingWriteException {
    int length = bytes.remaining();
    for (int i = written.nextSetBit(offset);
        i >= 0 && i < offset + length;
        i = written.nextSetBit(i + 1)) {
      if (data[i] != bytes.get(i - offset)) {
        throw new ConflictingWriteException("other bytes were written before at %d".formatted(i));
      }
    }
    bytes.get(data, offset, length);
    written.set(offset, offset + length);
  }

  private List<ByteRange> missing() {
    List<ByteRange> missing = new ArrayList<>();
    for (int begin = written.nextClearBit(0); begin < size; ) {
      int end = written.nextSetBit(begin);
      missing.add(new ByteRange(begin, end < 0 ? size : end));
      begin = end < 0 ? (int) size : written.nextClearBit(end);
    }
    return missing;
  }

  @Override
  public void close() throws StorageException {
    synchronized (server) {
      server.requireOpen(this);
      if (!missing().isEmpty()) {
        throw new IncompleteShareException("not written yet: " + missing());
      }
      server.complete(this);
    }
  }

  @Override
  public void abort() {
    server.forget(this);
  }
}
