package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.crypto.Base32;
import org.truckee.crypto.HashTag;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.WriteEnabler;

/**
 * Reads the container of a mutable share: header, four leases, data, more leases ({@code spec/04
 * §4}). Each method reads the file anew, and needs only the part of it that it reads to be sound.
 */
final class MutableContainer {
  static final int NODE_ID_OFFSET = 32;
  static final int NODE_ID_SIZE = 20;
  static final int WRITE_ENABLER_OFFSET = 52;
  static final int DATA_LENGTH_OFFSET = 84;
  static final int EXTRA_LEASES_OFFSET = 92;
  static final int LEASE_SLOTS_OFFSET = 100;
  static final int DATA_OFFSET = 468;
  static final int MAGIC_SIZE = 32;

  private static final byte[] MAGIC_V1 =
      magic("Tahoe mutable container v1\n", new byte[] {0x75, 0x09, 0x44, 0x03, (byte) 0x8e});
  private static final byte[] MAGIC_V2 = magicV2();

  private final ReadableBytes file;
  private final ContainerVersion version;

  private MutableContainer(ReadableBytes file, ContainerVersion version) {
    this.file = file;
    this.version = version;
  }

  /** Recognises a mutable container by its first bytes; empty if it is none. */
  static Optional<MutableContainer> recognise(ReadableBytes file) throws IOException {
    byte[] start = new byte[MAGIC_SIZE];
    file.read(0, ByteBuffer.wrap(start));
    if (Arrays.equals(start, MAGIC_V2)) {
      return Optional.of(new MutableContainer(file, ContainerVersion.V2));
    }
    if (Arrays.equals(start, MAGIC_V1)) {
      return Optional.of(new MutableContainer(file, ContainerVersion.V1));
    }
    return Optional.empty();
  }

  /**
   * Opens a container that must be mutable.
   *
   * @throws CorruptContainerException if it is not
   */
  static MutableContainer open(ReadableBytes file) throws IOException {
    return recognise(file)
        .orElseThrow(
            () -> new CorruptContainerException("the share is not in a mutable container"));
  }

  /** Makes an empty container of version 2. */
  static void create(StagedFile file, byte[] nodeId, WriteEnabler writeEnabler) {
    ByteBuffer header =
        ByteBuffer.allocate(DATA_OFFSET)
            .put(MAGIC_V2)
            .put(nodeId)
            .put(writeEnabler.bytes())
            .putLong(0)
            .putLong(DATA_OFFSET)
            .rewind();
    file.write(0, header);
    file.writeZeros(DATA_OFFSET, 4);
  }

  /** How its lease secrets are kept. */
  ContainerVersion version() {
    return version;
  }

  /** The data length that the header names. */
  long recordedDataLength() throws IOException {
    return file.field(DATA_LENGTH_OFFSET, 8).getLong();
  }

  /** Bytes of share data that can be read, whatever a damaged header says. */
  long dataLength() throws IOException {
    long length = recordedDataLength();
    long held = file.length() - DATA_OFFSET;
    if (file.length() >= EXTRA_LEASES_OFFSET + 8) {
      long capacity = file.field(EXTRA_LEASES_OFFSET, 8).getLong() - DATA_OFFSET;
      // Leases are never shown as data.
      held = capacity < 0 ? held : Math.min(held, capacity);
    }
    long most = Math.max(held, 0);
    return length < 0 ? most : Math.min(length, most);
  }

  /**
   * Where the block of extra leases is.
   *
   * @throws CorruptContainerException if it cannot be there
   */
  long extraLeasesPosition() throws IOException {
    long position = file.field(EXTRA_LEASES_OFFSET, 8).getLong();
    if (position < DATA_OFFSET || position > file.length()) {
      throw new CorruptContainerException(
          "the container says that its extra leases are at %s, which cannot be"
              .formatted(Long.toUnsignedString(position)));
    }
    return position;
  }

  /**
   * How many extra leases there are.
   *
   * @throws CorruptContainerException if the file has no room for as many as it says
   */
  long extraLeases() throws IOException {
    long position = extraLeasesPosition();
    long count = Integer.toUnsignedLong(file.field(position, 4).getInt());
    if (count * MutableLeases.LEASE_SIZE > file.length() - position - 4) {
      throw new CorruptContainerException(
          "the container has no room for the %d extra leases it names".formatted(count));
    }
    return count;
  }

  /**
   * The data of the range, as far as there are any.
   *
   * @param length at most what a byte array can hold after the cut at the end of the data
   */
  byte[] read(long offset, long length) throws IOException {
    byte[] data = new byte[Math.toIntExact(readableLength(offset, length))];
    if (data.length > 0 && file.read(DATA_OFFSET + offset, ByteBuffer.wrap(data)) < data.length) {
      throw new CorruptContainerException("the container was cut while it was read");
    }
    return data;
  }

  /** How many bytes a read of the range gives. */
  long readableLength(long offset, long length) throws IOException {
    return Math.clamp(dataLength() - offset, 0, length);
  }

  /**
   * Checks the write enabler in constant time.
   *
   * @throws BadWriteEnablerException if the share was created with another one
   */
  void check(WriteEnabler presented) throws IOException {
    byte[] recorded = new byte[WriteEnabler.LENGTH];
    file.field(WRITE_ENABLER_OFFSET, recorded.length).get(recorded);
    if (!MessageDigest.isEqual(recorded, presented.bytes())) {
      byte[] nodeId = new byte[NODE_ID_SIZE];
      file.field(NODE_ID_OFFSET, NODE_ID_SIZE).get(nodeId);
      throw new BadWriteEnablerException(
          "The write enabler was recorded by nodeid '%s'.".formatted(Base32.encode(nodeId)));
    }
  }

  private static byte[] magicV2() {
    String text = "Tahoe mutable container v2\n";
    byte[] suffix = HashTag.MUTABLE_CONTAINER.hash(text.getBytes(StandardCharsets.US_ASCII));
    return magic(text, suffix);
  }

  private static byte[] magic(String text, byte[] suffix) {
    byte[] magic = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), MAGIC_SIZE);
    System.arraycopy(suffix, 0, magic, text.length(), suffix.length);
    return magic;
  }
}
