package org.truckee.grid.immutable.upload;

import java.nio.file.Path;
import org.truckee.grid.transfer.FileThreads;

/**
 * Where contents wait that are too large for memory.
 *
 * @param directory is made if it is missing
 * @param threads do what has to do with the files
 */
public record SpoolFolder(Path directory, FileThreads threads) {}
