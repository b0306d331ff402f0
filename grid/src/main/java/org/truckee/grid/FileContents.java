package org.truckee.grid;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * The contents of a file in a grid, one version of it, for reading: the only thing that a door
 * needs to know of reading. Thread-safe; there is nothing to close.
 *
 * <p>Reads end at the end of the file, and an offset behind it reads nothing. Nothing is handed on
 * that is not validated. They fail with {@link NoSharesException}, {@link NotEnoughSharesException}
 * or {@link BadCiphertextException}, and can be tried again on the same object. An interrupt
 * cancels them.
 */
public interface FileContents {
  /** The number of bytes, known without asking anybody. */
  long size();

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
    copyTo(new BufferChannel(window), offset, before, DownloadOptions.DEFAULT);
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
  void copyTo(WritableByteChannel target, long offset, long length, DownloadOptions options)
      throws IOException, InterruptedException;

  /** As {@link #copyTo(WritableByteChannel, long, long, DownloadOptions)}. */
  default void copyTo(OutputStream target, long offset, long length, DownloadOptions options)
      throws IOException, InterruptedException {
    copyTo(Channels.newChannel(target), offset, length, options);
  }

  /** Hands the whole file on. */
  default void copyTo(OutputStream target) throws IOException, InterruptedException {
    copyTo(target, 0, size(), DownloadOptions.DEFAULT);
  }
}
