package org.truckee.storage.upkeep;

/**
 * A share that could not be read.
 *
 * @param bucket the storage index in base32
 * @param number its number
 */
public record CorruptShare(String bucket, long number) {}
