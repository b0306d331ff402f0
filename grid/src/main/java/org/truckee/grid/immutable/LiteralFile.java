package org.truckee.grid.immutable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.transfer.FileChannelView;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.Slice;

/** A file that is wholly in its capability ({@code spec/01 §10}). */
public record LiteralFile(LiteralCap cap) implements ImmutableFile {
  @Override
  public long size() {
    return cap.size();
  }

  @Override
  public Optional<ChkVerifyCap> verifyCap() {
    return Optional.empty();
  }

  @Override
  public InputStream stream(long offset, long length) {
    Range range = Range.within(size(), offset, length);
    return new ByteArrayInputStream(cap.data(), (int) range.begin(), (int) range.length());
  }

  @Override
  public SeekableByteChannel channel() {
    return new FileChannelView(
        size(),
        (begin, end) -> {
          Slice data = new Slice(cap.data(), (int) begin, (int) (end - begin));
          return Pieces.of(List.of(data));
        });
  }

  @Override
  public void copyTo(WritableByteChannel target, long offset, long length, DownloadOptions options)
      throws IOException {
    Range range = Range.within(size(), offset, length);
    ByteBuffer data = ByteBuffer.wrap(cap.data(), (int) range.begin(), (int) range.length());
    while (data.hasRemaining()) {
      target.write(data);
    }
    options.progress().progress(range.length(), range.length());
  }
}
