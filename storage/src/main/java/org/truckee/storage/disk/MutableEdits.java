package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.StorageException;

/** Changes the data of a mutable container ({@code spec/04 §4.5}). */
final class MutableEdits {
  /** The most bytes of data in one share. */
  static final long MAXIMUM_SIZE = 69_105_000_000_000_000L;

  private final StagedFile file;
  private final MutableContainer container;

  MutableEdits(StagedFile file) throws IOException {
    this.file = file;
    this.container = MutableContainer.open(file);
  }

  /** Makes the writes one after another, then cuts the data if the new length is less. */
  void apply(List<ShareUpdate.Write> writes, OptionalLong newLength) throws IOException {
    for (ShareUpdate.Write write : writes) {
      apply(write.offset(), ByteBuffer.wrap(write.data()));
    }
    if (newLength.isPresent() && newLength.getAsLong() < 0) {
      throw new StorageException("no share has a length of %d".formatted(newLength.getAsLong()));
    }
    if (newLength.isPresent() && newLength.getAsLong() < length()) {
      putLong(MutableContainer.DATA_LENGTH_OFFSET, newLength.getAsLong());
    }
  }

  private void apply(long offset, ByteBuffer data) throws IOException {
    if (offset > MAXIMUM_SIZE - data.remaining()) {
      throw new DataTooLargeException(
          "a mutable share cannot have %d bytes at %d: at most %d bytes fit"
              .formatted(data.remaining(), offset, MAXIMUM_SIZE));
    }
    long end = offset + data.remaining();
    long length = length();
    if (end >= length) {
      long position = MutableContainer.DATA_OFFSET;
      if (position + end > container.extraLeasesPosition()) {
        grow(end);
      }
      // What an earlier cut left there must not come back.
      file.writeZeros(position + length, Math.max(0, offset - length));
      putLong(MutableContainer.DATA_LENGTH_OFFSET, end);
    }
    file.write(MutableContainer.DATA_OFFSET + offset, data);
  }

  private void grow(long capacity) throws IOException {
    long from = container.extraLeasesPosition();
    long size = 4 + container.extraLeases() * MutableLeases.LEASE_SIZE;
    if (size > Integer.MAX_VALUE) {
      throw new CorruptContainerException("the container has too many leases to be moved");
    }
    ByteBuffer leases = file.field(from, (int) size);
    file.writeZeros(from, size);
    file.write(MutableContainer.DATA_OFFSET + capacity, leases);
    putLong(MutableContainer.EXTRA_LEASES_OFFSET, MutableContainer.DATA_OFFSET + capacity);
  }

  private long length() throws IOException {
    long length = container.recordedDataLength();
    if (length < 0 || length > container.extraLeasesPosition() - MutableContainer.DATA_OFFSET) {
      throw new CorruptContainerException(
          "the container says that it has %s bytes of data, for which it has no room"
              .formatted(Long.toUnsignedString(length)));
    }
    return length;
  }

  private void putLong(long position, long value) {
    file.write(position, ByteBuffer.allocate(8).putLong(value).flip());
  }
}
