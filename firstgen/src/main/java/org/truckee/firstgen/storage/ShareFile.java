package org.truckee.firstgen.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.truckee.firstgen.share.ShareBytes;

/**
 * A share on a disk ({@code spec/12 §9.5}): as it is, or, since September 2007, in a container that
 * has leases behind it. Which of the two is told by the file itself.
 *
 * @param path of the file
 * @param data where the share begins in it
 * @param length of the share, with what is reserved behind it
 * @param leases how many leases there are in the file
 */
public record ShareFile(Path path, int data, long length, int leases) implements ShareBytes {
  static final int HEADER = 12;
  private static final int VERSION = 1;
  private static final int MAX_LEASES = 10_000;

  /**
   * Looks at a file.
   *
   * @throws IOException if it cannot be read
   */
  public static ShareFile open(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      readFully(file, header, 0);
      header.flip();
      if (header.remaining() == HEADER && header.getInt() == VERSION) {
        long allocated = Integer.toUnsignedLong(header.getInt());
        long leases = Integer.toUnsignedLong(header.getInt());
        if (leases <= MAX_LEASES && file.size() == HEADER + allocated + leases * Lease.LENGTH) {
          return new ShareFile(path, HEADER, allocated, (int) leases);
        }
      }
      return new ShareFile(path, 0, file.size(), 0);
    }
  }

  /** Whether there are leases in the file. */
  public boolean isContainer() {
    return data == HEADER;
  }

  /**
   * Reads of the share.
   *
   * @return fewer bytes than were wanted if it ends before
   */
  @Override
  public byte[] read(int offset, int wanted) throws IOException {
    int count = (int) Math.max(0, Math.min(wanted, length - offset));
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      readFully(file, bytes, data + (long) offset);
    }
    return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
  }

  @Override
  public String where() {
    return path.toString();
  }

  List<Lease> readLeases() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(leases * Lease.LENGTH);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      readFully(file, bytes, data + length);
    }
    bytes.flip();
    List<Lease> found = new ArrayList<>();
    while (bytes.remaining() >= Lease.LENGTH) {
      found.add(Lease.read(bytes));
    }
    return found;
  }

  /** Replaces the leases; the share itself is not touched. */
  ShareFile writeLeases(List<Lease> all) throws IOException {
    if (all.size() > MAX_LEASES) {
      throw new IOException("a share with more than %d leases".formatted(MAX_LEASES));
    }
    ByteBuffer bytes = ByteBuffer.allocate(all.size() * Lease.LENGTH);
    all.forEach(lease -> lease.write(bytes));
    bytes.flip();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      writeFully(file, bytes, data + length);
      writeFully(file, ByteBuffer.allocate(4).putInt(all.size()).flip(), 8);
      file.truncate(data + length + (long) all.size() * Lease.LENGTH);
    }
    return new ShareFile(path, data, length, all.size());
  }

  /** Makes the file of a share that will come, with its first lease. */
  static ShareFile createContainer(Path path, int allocated, Lease lease) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer header =
          ByteBuffer.allocate(HEADER).putInt(VERSION).putInt(allocated).putInt(1).flip();
      writeFully(file, header, 0);
      ByteBuffer last = ByteBuffer.allocate(Lease.LENGTH);
      lease.write(last);
      writeFully(file, last.flip(), HEADER + (long) allocated);
    }
    return new ShareFile(path, HEADER, allocated, 1);
  }

  /** Makes an empty file for a share without container. */
  static ShareFile createBare(Path path) throws IOException {
    FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW).close();
    return new ShareFile(path, 0, 0, 0);
  }

  private static void readFully(FileChannel file, ByteBuffer target, long at) throws IOException {
    long from = at;
    int count = 0;
    while (target.hasRemaining() && count >= 0) {
      count = file.read(target, from);
      from += Math.max(0, count);
    }
  }

  static void writeFully(FileChannel file, ByteBuffer source, long at) throws IOException {
    long to = at;
    while (source.hasRemaining()) {
      to += file.write(source, to);
    }
  }
}
