package org.truckee.grid.immutable.download;

import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.immutable.SegmentGeometry;

/**
 * One read of a file.
 *
 * @param file what is read
 * @param number which of the file's reads this is
 * @param geometry how the file is cut, as far as is known
 * @param readingOn whether much of the file is going to be read
 * @param questions how many servers may be asked for shares at a time
 * @param status hears of what happens
 */
record FileRead(
    CrypttextFile file,
    long number,
    SegmentGeometry geometry,
    boolean readingOn,
    int questions,
    DownloadStatus status) {}
