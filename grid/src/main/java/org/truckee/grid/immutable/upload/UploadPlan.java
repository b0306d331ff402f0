package org.truckee.grid.immutable.upload;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.spread.Holding;
import org.truckee.storage.ShareNumber;

/**
 * Which shares of which file are to be made.
 *
 * @param purpose why
 * @param index where they are kept
 * @param geometry how the file is cut
 * @param total how many shares the file has
 * @param happy how good the spread has to be; 0 accepts any
 * @param layout where the parts of a share stand
 * @param shareLength the bytes of each share, which servers are asked to make room for
 * @param placeable the shares that may be sent
 * @param spoiled shares that servers claim to have but that are known to be worthless there: they
 *     do not count, and their holders are not asked to take them
 * @param expected the hash that the URI extension block must come to have; absent for a new file
 */
public record UploadPlan(
    Purpose purpose,
    StorageIndex index,
    SegmentGeometry geometry,
    int total,
    int happy,
    ShareLayout layout,
    long shareLength,
    Set<ShareNumber> placeable,
    Set<Holding> spoiled,
    Optional<UriExtensionHash> expected) {

  /** Why shares are made. */
  public enum Purpose {
    /** For a new file whose index follows from its contents: the same index, the same shares. */
    CONVERGENT_FILE,

    /** For a new file whose key was chosen. */
    FILE,

    /**
     * To complete a file. What servers have was looked at already; and every share that is lost on
     * its way is worth another server.
     */
    REPAIR
  }

  /** Copies the sets. */
  public UploadPlan {
    placeable = Set.copyOf(placeable);
    spoiled = Set.copyOf(spoiled);
  }

  /** All shares of a file. */
  public static UploadPlan of(
      Purpose purpose, StorageIndex index, SegmentGeometry geometry, int total, int happy) {
    Set<ShareNumber> all =
        IntStream.range(0, total).mapToObj(ShareNumber::new).collect(Collectors.toSet());
    return of(purpose, index, geometry, total, happy, all, Set.of());
  }

  /** Some shares of a file. */
  public static UploadPlan of(
      Purpose purpose,
      StorageIndex index,
      SegmentGeometry geometry,
      int total,
      int happy,
      Set<ShareNumber> placeable,
      Set<Holding> spoiled) {
    ShareLayout layout = ShareLayout.of(geometry, total);
    return new UploadPlan(
        purpose,
        index,
        geometry,
        total,
        happy,
        layout,
        layout.shareLength(UriExtension.lengthFor(geometry, total)),
        placeable,
        spoiled,
        Optional.empty());
  }

  /** This plan, of a file whose URI extension block has to have this hash. */
  public UploadPlan expecting(UriExtensionHash hash) {
    return new UploadPlan(
        purpose,
        index,
        geometry,
        total,
        happy,
        layout,
        shareLength,
        placeable,
        spoiled,
        Optional.of(hash));
  }

  boolean isRepair() {
    return purpose == Purpose.REPAIR;
  }
}
