package org.truckee.grid.mutable.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.transfer.FileChannelView;
import org.truckee.grid.transfer.FileStream;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.Slice;
import org.truckee.grid.transfer.TimeLimit;

/** A version that can be read. */
public final class ReadableVersion implements MutableVersion {
  /** The most that is read at once: there must be room for what is made of it, and for others. */
  private static final long LARGEST_AT_ONCE =
      Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4);

  private final VersionShares shares;
  private final Retriever retriever;

  /** A version with its shares. */
  public ReadableVersion(VersionShares shares, Retriever retriever) {
    this.shares = shares;
    this.retriever = retriever;
  }

  public Version version() {
    return shares.version();
  }

  public VersionShares shares() {
    return shares;
  }

  @Override
  public long size() {
    return version().geometry().dataLength();
  }

  @Override
  public long sequenceNumber() {
    return version().header().sequenceNumber();
  }

  @Override
  public String label() {
    return version().header().label();
  }

  @Override
  public MutableFormat format() {
    return version().header().format();
  }

  @Override
  public int needed() {
    return version().geometry().needed();
  }

  @Override
  public int total() {
    return version().geometry().total();
  }

  @Override
  public byte[] contents() throws IOException, InterruptedException {
    if (size() > LARGEST_AT_ONCE) {
      throw new FileTooLargeException(
          "version %s of %s has %d bytes, more than can be in memory at once; read it as a stream"
              .formatted(label(), shares.facts(), size()));
    }
    byte[] contents = new byte[(int) size()];
    int at = 0;
    try (Pieces pieces = pieces(0, size())) {
      while (at < contents.length) {
        Slice slice = pieces.next().orElseThrow();
        System.arraycopy(slice.array(), slice.offset(), contents, at, slice.length());
        at += slice.length();
      }
    }
    return contents;
  }

  @Override
  public InputStream stream(long offset, long length) {
    Range range = Range.within(size(), offset, length);
    return new FileStream(pieces(range.begin(), range.end()), range.length());
  }

  @Override
  public SeekableByteChannel channel() {
    return new FileChannelView(size(), this::pieces);
  }

  @Override
  public void copyTo(WritableByteChannel target, long offset, long length, DownloadOptions options)
      throws IOException, InterruptedException {
    Range range = Range.within(size(), offset, length);
    TimeLimit.within(
        options.timeLimit(),
        "the download of %s".formatted(shares.facts()),
        () -> {
          copy(target, range, options);
          return true;
        });
  }

  private void copy(WritableByteChannel target, Range range, DownloadOptions options)
      throws IOException, InterruptedException {
    long done = 0;
    try (Pieces pieces = pieces(range.begin(), range.end())) {
      while (done < range.length()) {
        ByteBuffer piece = pieces.next().orElseThrow().buffer();
        done += piece.remaining();
        while (piece.hasRemaining()) {
          target.write(piece);
        }
        options.progress().progress(done, range.length());
      }
    }
  }

  private Pieces pieces(long begin, long end) {
    return retriever.pieces(shares, begin, end);
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(label(), shares.facts());
  }
}
