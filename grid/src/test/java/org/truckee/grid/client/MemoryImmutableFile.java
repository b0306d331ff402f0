package org.truckee.grid.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.transfer.Range;

/** An immutable file whose contents are in memory. */
record MemoryImmutableFile(ChkReadCap cap, byte[] bytes) implements ImmutableFile {
  @Override
  public Optional<ChkVerifyCap> verifyCap() {
    return Optional.of(cap.verifyCap());
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream stream(long offset, long length) {
    Range range = Range.within(size(), offset, length);
    return new ByteArrayInputStream(
        Arrays.copyOfRange(bytes, (int) range.begin(), (int) range.end()));
  }

  @Override
  public SeekableByteChannel channel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copyTo(WritableByteChannel target, long offset, long length, DownloadOptions options)
      throws IOException {
    Range range = Range.within(size(), offset, length);
    target.write(ByteBuffer.wrap(bytes, (int) range.begin(), (int) range.length()));
  }
}
