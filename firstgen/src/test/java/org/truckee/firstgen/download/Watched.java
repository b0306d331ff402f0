package org.truckee.firstgen.download;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.MemoryShares;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.share.ShareBytes;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.share.ShareSource;
import org.truckee.firstgen.upload.ContentKey;
import org.truckee.firstgen.upload.Encoder;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.OldStorageIndex;

/** A file of ten segments in one share, of whose reads somebody is told before they are done. */
final class Watched implements ShareSource {
  static final int SEGMENT = 100;
  static final int SEGMENTS = 10;
  private static final int BLOCKS = ShareLayout.A.headerLength();

  final byte[] plaintext = OldVectors.plaintext(SEGMENT * SEGMENTS, 5);
  final ChkUri uri;

  /** The segments whose blocks were asked for. */
  final List<Integer> asked = new CopyOnWriteArrayList<>();

  private final MemoryShares shares = new MemoryShares();
  private final Watcher watcher;

  /** Is told of a segment whose block is asked for. */
  interface Watcher {
    void asked(int segment) throws InterruptedException;
  }

  Watched(Watcher watcher) throws IOException, InterruptedException {
    this.watcher = watcher;
    this.uri =
        new Encoder(
                SegmentPlan.of(plaintext.length, new EncodingParameters(1, 1, 1), SEGMENT),
                ContentKey.of(Uploadable.of(plaintext)),
                ShareLayout.A,
                shares.sinks(1),
                1)
            .run(new ByteArrayInputStream(plaintext));
  }

  Downloader downloader() {
    return new Downloader(this, new Random(1));
  }

  @Override
  public List<Found> find(OldStorageIndex index) {
    return shares.find(index).stream()
        .map(found -> new Found(found.number(), new Share(found.bytes())))
        .toList();
  }

  private final class Share implements ShareBytes {
    private final ShareBytes bytes;

    Share(ShareBytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] read(int offset, int length) throws IOException, InterruptedException {
      if (length == SEGMENT && offset >= BLOCKS && offset < BLOCKS + plaintext.length) {
        int segment = (offset - BLOCKS) / SEGMENT;
        asked.add(segment);
        watcher.asked(segment);
      }
      return bytes.read(offset, length);
    }

    @Override
    public String where() {
      return bytes.where();
    }
  }
}
