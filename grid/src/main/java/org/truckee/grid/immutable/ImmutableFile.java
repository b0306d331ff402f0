package org.truckee.grid.immutable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.FileReadCap;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.GridException;

/**
 * An immutable file that can be read ({@code spec/01 §8, 10, 11}). Keeps what one read learns of
 * its shares for the next; there is nothing to close. Thread-safe.
 *
 * <p>Reads end at the end of the file, and an offset behind it reads nothing. Nothing is handed on
 * that is not validated. They fail with {@link org.truckee.grid.NoSharesException}, {@link
 * org.truckee.grid.NotEnoughSharesException} or {@link org.truckee.grid.BadCiphertextException},
 * and can be tried again on the same object. An interrupt cancels them.
 */
public sealed interface ImmutableFile permits ChkFile, LiteralFile {
  /** What grants reading it. */
  FileReadCap cap();

  /** The number of bytes, known without asking anybody. */
  long size();

  /** What grants checking and repairing it; empty if it has no shares. */
  Optional<ChkVerifyCap> verifyCap();

  /**
   * Reads a range into memory.
   *
   * @param offset where in the file the range begins, ≥ 0
   * @param target takes up to its remaining bytes, less only at the end of the file
   * @return the number of bytes, −1 if the offset is not before the end of the file
   */
  default int read(long offset, ByteBuffer target) throws IOException, InterruptedException {
    if (offset >= size()) {
      return -1;
    }
    int before = target.remaining();
    ByteBuffer window = target.duplicate();
    download(new BufferChannel(window), offset, before, DownloadOptions.DEFAULT);
    target.position(window.position());
    return before - target.remaining();
  }

  /**
   * A stream over {@code length} bytes from {@code offset} on, read ahead while it is read. An
   * interrupted read throws {@link java.io.InterruptedIOException}; so does a read that waits while
   * another thread closes the stream.
   */
  InputStream stream(long offset, long length);

  /** A stream over the whole file. */
  default InputStream stream() {
    return stream(0, size());
  }

  /** A read-only channel over the file, for reading here and there. */
  SeekableByteChannel channel();

  /**
   * Hands a range on, piece by piece as it comes.
   *
   * @param target is not closed
   * @param offset where in the file the range begins, ≥ 0
   * @param length how many bytes, ≥ 0; fewer come if the file ends before
   * @throws GridException if not all of it can be had; what was handed on until then was right
   * @throws IOException if the target fails
   */
  void download(WritableByteChannel target, long offset, long length, DownloadOptions options)
      throws IOException, InterruptedException;

  /** As {@link #download(WritableByteChannel, long, long, DownloadOptions)}. */
  default void download(OutputStream target, long offset, long length, DownloadOptions options)
      throws IOException, InterruptedException {
    download(Channels.newChannel(target), offset, length, options);
  }

  /** Hands the whole file on. */
  default void download(OutputStream target) throws IOException, InterruptedException {
    download(target, 0, size(), DownloadOptions.DEFAULT);
  }
}
