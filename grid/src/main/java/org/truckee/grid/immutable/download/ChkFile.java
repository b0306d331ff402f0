package org.truckee.grid.immutable.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.transfer.FileChannelView;
import org.truckee.grid.transfer.FileStream;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.TimeLimit;

/** A file in shares. */
public final class ChkFile implements ImmutableFile {
  private final ChkReadCap cap;
  private final CrypttextFile crypttext;
  private final Downloader downloader;
  private final TransferCounters counters;

  /** Of all reads of this file; made for the first. Guarded by this. */
  private Optional<DownloadStatus> status = Optional.empty();

  public ChkFile(
      ChkReadCap cap, CrypttextFile crypttext, Downloader downloader, TransferCounters counters) {
    this.cap = cap;
    this.crypttext = crypttext;
    this.downloader = downloader;
    this.counters = counters;
  }

  @Override
  public ChkReadCap cap() {
    return cap;
  }

  @Override
  public long size() {
    return cap.size();
  }

  @Override
  public Optional<ChkVerifyCap> verifyCap() {
    return Optional.of(cap.verifyCap());
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
        "the download of " + cap,
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
    counters.countDownload(end - begin);
    return downloader
        .read(crypttext, Optional.of(cap.key()), new Range(begin, end), status())
        .pieces();
  }

  private synchronized DownloadStatus status() {
    DownloadStatus known = status.orElseGet(() -> downloader.begin(crypttext));
    status = Optional.of(known);
    return known;
  }

  @Override
  public String toString() {
    return cap.toString();
  }
}
