package org.truckee.storage.upkeep;

/**
 * How many shares and how much space.
 *
 * @param shares how many shares
 * @param buckets how many buckets of which nothing else is left
 * @param mutableBuckets those of mutable files among them
 * @param immutableBuckets those of immutable files among them
 * @param bytes what all that takes on the disk
 * @param mutableBytes the part of mutable files
 * @param immutableBytes the part of immutable files
 */
public record Space(
    long shares,
    long buckets,
    long mutableBuckets,
    long immutableBuckets,
    long bytes,
    long mutableBytes,
    long immutableBytes) {
  /** This times a factor, rounded. */
  Space times(double factor) {
    return new Space(
        Math.round(shares * factor),
        Math.round(buckets * factor),
        Math.round(mutableBuckets * factor),
        Math.round(immutableBuckets * factor),
        Math.round(bytes * factor),
        Math.round(mutableBytes * factor),
        Math.round(immutableBytes * factor));
  }
}
