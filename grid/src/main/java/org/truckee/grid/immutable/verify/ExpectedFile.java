package org.truckee.grid.immutable.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.download.FetchPlan;
import org.truckee.grid.immutable.download.SegmentRun;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.storage.ByteRange;

/**
 * What the shares of a file must say, by its capability.
 *
 * @param cap the capability
 * @param guess the geometry of nearly all files of this size
 */
public record ExpectedFile(ChkVerifyCap cap, SegmentGeometry guess) {
  /** Where everything but the blocks will be if the guess is right; all of a small share. */
  public List<ByteRange> likelyMetadata() {
    FetchPlan plan = new FetchPlan(ShareLayout.of(guess, cap.total()), guess, cap.total());
    SegmentRun nothing = new SegmentRun(0, 0);
    return plan.opening(nothing, true, OptionalInt.of(UriExtension.lengthFor(guess, cap.total())));
  }

  /** The bytes of blocks in a share, if the guess is right. */
  public long likelyBlocks() {
    return guess.dataSize();
  }

  /** The bytes of a whole share, if the guess is right. */
  private long likelyLength() {
    return ShareLayout.of(guess, cap.total())
        .shareLength(UriExtension.lengthFor(guess, cap.total()));
  }

  /** Memory that it takes to verify one share. */
  public long memory() {
    long most = (1L << 20) + guess.blockSize() + 8 * ShareLayout.treeLength(guess);
    return Math.min(most, likelyLength() + (1L << 12));
  }

  /**
   * Whether a URI extension block is the one that the capability names ({@code spec/01 §9.1} c).
   */
  boolean names(byte[] uriExtension) {
    return UriExtensionHash.of(uriExtension).equals(cap.uriExtensionHash());
  }

  /**
   * Checks what the URI extension block says ({@code spec/01 §9.1} d).
   *
   * @throws ShareException if it contradicts the capability
   */
  UriExtension check(byte[] bytes) throws ShareException {
    try {
      UriExtension extension = UriExtension.parse(bytes);
      SegmentGeometry geometry = geometry(cap, extension);
      extension.requiredHash("share_root_hash");
      extension.requiredHash("crypttext_root_hash");
      List<String> wrong = new ArrayList<>();
      String codec = "%d-%d-%d";
      int k = cap.needed();
      int n = cap.total();
      require(extension, "codec_name", "crs", wrong);
      require(extension, "codec_params", codec.formatted(geometry.segmentSize(), k, n), wrong);
      require(
          extension, "tail_codec_params", codec.formatted(geometry.paddedTailSize(), k, n), wrong);
      require(extension, "num_segments", Integer.toString(geometry.segments()), wrong);
      require(extension, "size", Long.toString(cap.size()), wrong);
      require(extension, "needed_shares", Integer.toString(k), wrong);
      require(extension, "total_shares", Integer.toString(n), wrong);
      if (extension.fields().containsKey("crypttext_hash")) {
        extension.requiredHash("crypttext_hash");
      }
      if (!wrong.isEmpty()) {
        throw ShareException.corrupt(
            "its URI extension block is authentic, but contradicts the capability in "
                + String.join(", ", wrong));
      }
      return extension;
    } catch (UriExtensionException e) {
      throw ShareException.corrupt(String.valueOf(e.getMessage()));
    }
  }

  private static void require(
      UriExtension extension, String key, String value, List<String> wrong) {
    Optional<String> told = extension.text(key);
    if (told.isPresent() && !told.get().equals(value)) {
      wrong.add(key);
    }
  }

  /** The geometry that a block tells, for the size that the capability tells. */
  static SegmentGeometry geometry(ChkVerifyCap cap, UriExtension extension) throws ShareException {
    try {
      long size = extension.requiredNumber("segment_size");
      return new SegmentGeometry(cap.size(), cap.needed(), (int) Math.min(size, Integer.MAX_VALUE));
    } catch (UriExtensionException | IllegalArgumentException e) {
      throw ShareException.corrupt(
          "the URI extension block does not fit the capability: " + e.getMessage());
    }
  }
}
