package org.truckee.firstgen.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.peers.Peers;
import org.truckee.firstgen.peers.StoragePeer;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.share.ShareHeader;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.share.ShareSink;
import org.truckee.firstgen.uri.ClientSecret;
import org.truckee.firstgen.uri.FileKey;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.LiteralUri;
import org.truckee.firstgen.uri.OldStorageIndex;

/**
 * Uploads files ({@code spec/12 §10}): small ones become their own names, others go in shares to
 * other nodes. May be used by many threads at once.
 */
public final class Uploader {
  private final Peers peers;
  private final ClientSecret secret;
  private final Supplier<EncodingParameters> parameters;
  private final Options options;

  /**
   * How files are uploaded.
   *
   * @param layout the form of shares, which has to be the one that the grid's clients can read
   * @param maxSegment in bytes
   * @param leftOut the own node, if it is not to hold shares itself
   * @param limit how long each call may take
   */
  public record Options(
      ShareLayout layout, int maxSegment, Optional<TubId> leftOut, Duration limit) {}

  /**
   * An uploader to these nodes.
   *
   * @param secret from which the secrets of leases follow
   * @param parameters how files are encoded now; introducers give advice
   */
  public Uploader(
      Peers peers, ClientSecret secret, Supplier<EncodingParameters> parameters, Options options) {
    this.peers = peers;
    this.secret = secret;
    this.parameters = parameters;
    this.options = options;
  }

  /**
   * Uploads a file.
   *
   * @throws UploadException if too few shares can be placed
   * @throws IOException if the file cannot be read, or is too large for shares of this generation
   */
  public FileUri upload(Uploadable file) throws IOException, InterruptedException {
    long size = file.size();
    if (size <= LiteralUri.THRESHOLD) {
      try (InputStream in = file.open()) {
        return new LiteralUri(in.readNBytes(LiteralUri.THRESHOLD + 1));
      }
    }
    EncodingParameters now = parameters.get();
    SegmentPlan plan;
    int allocated;
    try {
      plan = SegmentPlan.of(size, now, options.maxSegment());
      allocated = ShareHeader.of(options.layout(), plan).allocatedSize();
    } catch (IllegalArgumentException e) {
      throw new IOException("the file cannot be uploaded: " + e.getMessage(), e);
    }
    file.encodedWith(plan.codec());
    FileKey key = file.key();
    OldStorageIndex index = key.storageIndex();
    List<StoragePeer> usable =
        peers.permuted(index).stream()
            .filter(peer -> !options.leftOut().equals(Optional.of(peer.nodeId())))
            .toList();
    Map<Integer, ShareSink> sinks =
        new PeerSelection(index, now, allocated, secret, options.limit()).run(usable);
    Encoder encoder = new Encoder(plan, key, options.layout(), sinks, now.desired());
    try (InputStream in = file.open()) {
      return encoder.run(in);
    }
  }

  /** Uploads bytes. */
  public FileUri upload(byte[] bytes) throws IOException, InterruptedException {
    return upload(Uploadable.of(bytes));
  }

  /** Uploads a file of this machine. */
  public FileUri upload(Path path) throws IOException, InterruptedException {
    return upload(Uploadable.of(path));
  }
}
