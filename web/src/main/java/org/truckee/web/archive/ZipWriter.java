package org.truckee.web.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip archive front to back. Contents are stored as they are, in blocks of the deflate
 * format, which every reader understands also where the checksum comes behind the contents. Files
 * beyond 4 GiB, archives beyond them and more than 65,535 entries take the forms of Zip64. For one
 * thread.
 */
final class ZipWriter {
  /** The most that a stored block of deflate holds. */
  private static final int BLOCK = 0xffff;

  private final OutputStream out;
  private final List<byte[]> directory = new ArrayList<>();
  private long position;

  /** The archive is written to {@code out}, which is not closed. */
  ZipWriter(OutputStream out) {
    this(out, 0);
  }

  /** The same behind {@code position} bytes of something else. */
  ZipWriter(OutputStream out, long position) {
    this.out = out;
    this.position = position;
  }

  /** Writes the entry of a directory. */
  void folder(String name, Instant modified) throws IOException {
    ZipRecords.Entry entry = new ZipRecords.Entry(name + "/", modified, 0, 0, position);
    write(ZipRecords.local(entry));
    directory.add(ZipRecords.central(entry, 0));
  }

  /**
   * Begins a file, of which exactly {@code size} bytes have to follow.
   *
   * @param name a path with {@code /} between its parts, at most 65,535 bytes of UTF-8
   */
  FileEntry file(String name, Instant modified, long size) throws IOException {
    long blocks = Math.max(1, (size + BLOCK - 1) / BLOCK);
    ZipRecords.Entry entry =
        new ZipRecords.Entry(name, modified, size, size + 5 * blocks, position);
    write(ZipRecords.local(entry));
    return new FileEntry(entry);
  }

  /** Ends the archive. */
  void finish() throws IOException {
    long begin = position;
    for (byte[] record : directory) {
      write(record);
    }
    write(ZipRecords.end(directory.size(), begin, position));
  }

  private void write(byte[] record) throws IOException {
    out.write(record);
    position += record.length;
  }

  /**
   * The contents of a file. Unless it is closed after its last byte it is not in the archive, for
   * whoever asks the list at its end.
   */
  final class FileEntry implements WritableByteChannel {
    private final ZipRecords.Entry entry;
    private final CRC32 checksum = new CRC32();
    private long written;
    private int leftInBlock;
    private boolean open = true;

    private FileEntry(ZipRecords.Entry entry) throws IOException {
      this.entry = entry;
      if (entry.size() == 0) {
        beginBlock();
      }
    }

    /** How many bytes have come. */
    long written() {
      return written;
    }

    @Override
    public int write(ByteBuffer data) throws IOException {
      int count = data.remaining();
      if (count > entry.size() - written) {
        throw new IllegalStateException("a file is longer than it was said to be");
      }
      checksum.update(data.duplicate());
      while (data.hasRemaining()) {
        if (leftInBlock == 0) {
          beginBlock();
        }
        int now = Math.min(leftInBlock, data.remaining());
        if (data.hasArray()) {
          out.write(data.array(), data.arrayOffset() + data.position(), now);
          data.position(data.position() + now);
        } else {
          byte[] copy = new byte[now];
          data.get(copy);
          out.write(copy);
        }
        written += now;
        leftInBlock -= now;
        position += now;
      }
      return count;
    }

    private void beginBlock() throws IOException {
      leftInBlock = (int) Math.min(BLOCK, entry.size() - written);
      boolean last = written + leftInBlock == entry.size();
      ZipWriter.this.write(ZipRecords.block(leftInBlock, last));
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    /** Puts the file into the list at the end, if it is whole. */
    @Override
    public void close() throws IOException {
      if (open && written == entry.size()) {
        int crc = (int) checksum.getValue();
        ZipWriter.this.write(ZipRecords.descriptor(entry, crc));
        directory.add(ZipRecords.central(entry, crc));
      }
      open = false;
    }
  }
}
