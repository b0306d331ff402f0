package org.truckee.storage;

/**
 * What a server says of itself ({@code spec/04 §8}). Sizes are bytes; {@link Long#MAX_VALUE} stands
 * for more than that.
 *
 * @param maximumImmutableShareSize the largest immutable share it would take now, 0 if read-only
 * @param maximumMutableShareSize the largest mutable share it would take
 * @param availableSpace the space it offers now
 * @param applicationVersion name and version of its software
 */
public record ServerVersion(
    long maximumImmutableShareSize,
    long maximumMutableShareSize,
    long availableSpace,
    String applicationVersion) {}
