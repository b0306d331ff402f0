package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/**
 * Reads ranges of all shares of an index, each of which is opened once. The caller holds the index.
 */
final class ShareExcerpts {
  /** Reading so much at once costs no more than reading a few bytes. */
  private static final int MOST_AT_ONCE = 16 << 10;

  private final StorageDirectory directory;
  private final Shares shares;
  private final StatisticsRecorder statistics;

  ShareExcerpts(StorageDirectory directory, Shares shares, StatisticsRecorder statistics) {
    this.directory = directory;
    this.shares = shares;
    this.statistics = statistics;
  }

  /** Reads what fits into {@code most} bytes, beginning with the lowest share number. */
  Map<ShareNumber, List<byte[]>> read(
      ShareKind kind, StorageIndex index, ExcerptRanges wanted, int most) throws IOException {
    Map<ShareNumber, List<byte[]>> found = new TreeMap<>();
    long left = most;
    try (Timing _ =
        statistics.start(
            switch (kind) {
              case IMMUTABLE -> Operation.READ;
              case MUTABLE -> Operation.READV;
            })) {
      for (ShareNumber share : directory.shareNumbers(index)) {
        try (ShareFile file = shares.openForReading(index, share)) {
          List<byte[]> data = read(kind, file, wanted, left);
          left -= ExcerptRanges.bytes(data);
          found.put(share, data);
        } catch (CorruptContainerException | NoSuchFileException e) {
          shares.warn(index, share, e);
        } catch (IOException e) {
          if (kind == ShareKind.MUTABLE) {
            throw e;
          }
          shares.warn(index, share, e);
        }
      }
    }
    return found;
  }

  private static List<byte[]> read(ShareKind kind, ShareFile file, ExcerptRanges wanted, long most)
      throws IOException {
    int start = (int) Math.min(wanted.end(), MOST_AT_ONCE) + MutableContainer.DATA_OFFSET;
    ReadableBytes bytes = new KnownStart(file, start);
    return switch (kind) {
      case IMMUTABLE ->
          wanted.read(
              ImmutableContainer.open(bytes).dataLength(),
              most,
              (offset, target) -> bytes.read(ImmutableContainer.DATA_OFFSET + offset, target));
      case MUTABLE ->
          wanted.read(
              MutableContainer.open(bytes).dataLength(),
              most,
              (offset, target) -> bytes.read(MutableContainer.DATA_OFFSET + offset, target));
    };
  }
}
