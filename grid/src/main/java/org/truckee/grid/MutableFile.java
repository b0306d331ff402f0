package org.truckee.grid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableVerifyCap;
import org.truckee.capability.MutableWriteCap;

/**
 * A file that changes under one capability ({@code spec/02}). Every write makes a new version of
 * it; the servers keep the newest, and whoever reads gets one version whole, never a mixture.
 *
 * <p>There is no lock between computers. A write is carried out only by servers that still hold
 * what the writer has seen; if two write at the same time, the one that notices gets an {@link
 * UncoordinatedWriteException}. Use {@link #modify}: it begins again with what the other has left.
 * Within one grid object writers of one file wait for each other.
 *
 * <p>Thread-safe; there is nothing to close. All methods that declare {@link IOException} ask
 * servers, and fail with a {@link GridException} that says what was found:
 *
 * <ul>
 *   <li>{@link UnrecoverableFileException}: of no version were enough shares found
 *   <li>{@link NotWriteableException}: a write, and the cap does not grant writing
 *   <li>{@link UncoordinatedWriteException}: somebody else writes the file
 *   <li>{@link NotEnoughServersException}: too few servers took a share of the new version; the
 *       last one is still there
 * </ul>
 *
 * <p>An interrupt cancels them. A write that is cancelled may have been made, in part or whole.
 */
public interface MutableFile {
  /** The cap by which the file was opened or created: for writing, reading or verifying. */
  MutableFileCap cap();

  /** What grants writing; empty if the file was opened without that. */
  Optional<MutableWriteCap> writeCap();

  /** What grants reading; empty if the file was opened for verifying only. */
  Optional<MutableReadCap> readCap();

  /** What grants checking. */
  default MutableVerifyCap verifyCap() {
    return cap().verifyCap();
  }

  /**
   * Finds the best recoverable version: what {@link MapMode#READ} finds, or if that is none, what
   * {@link MapMode#WRITE} does.
   *
   * @throws UnusableCapabilityException if the cap grants verifying only
   */
  MutableVersion best() throws IOException, InterruptedException;

  /**
   * Reads the best version into memory.
   *
   * @throws FileTooLargeException if it takes more than a quarter of the heap
   */
  byte[] contents() throws IOException, InterruptedException;

  /**
   * Asks servers what versions there are.
   *
   * @param mode how many servers are asked
   */
  VersionMap map(MapMode mode) throws IOException, InterruptedException;

  /**
   * Replaces the contents, whatever they are. The file must be recoverable. Does not begin again
   * when somebody else writes.
   *
   * @param contents is read once, a segment at a time
   * @return the new version, to be read at once
   */
  MutableVersion overwrite(Source contents) throws IOException, InterruptedException;

  /** Replaces the contents with the remaining bytes of {@code contents}, which are not consumed. */
  default MutableVersion overwrite(ByteBuffer contents) throws IOException, InterruptedException {
    byte[] bytes = new byte[contents.remaining()];
    contents.duplicate().get(bytes);
    return overwrite(Source.of(bytes));
  }

  /**
   * Replaces the contents if the file still is as {@code seen} shows it, recoverable or not. Does
   * not begin again when somebody else writes.
   *
   * @param seen a map of this file that was made for writing, checking or repairing
   * @throws IllegalArgumentException if it is another one
   */
  MutableVersion overwrite(Source contents, VersionMap seen)
      throws IOException, InterruptedException;

  /**
   * Changes the contents as {@code change} says, and begins again with the newest contents if
   * somebody else wrote meanwhile: a few times, waiting longer each time, and for a random part of
   * that.
   *
   * @return the version that has the change in it: the new one, or the one found if the change
   *     wanted none
   * @throws UncoordinatedWriteException if others were faster each time
   * @throws IOException also what the change throws
   */
  MutableVersion modify(Modification change) throws IOException, InterruptedException;

  /**
   * Asks servers for a change that is likely to follow, as {@link #modify(Modification)} would
   * begin.
   *
   * @return what they said; empty if there is nothing that a change could begin with
   */
  default Optional<VersionMap> mapToChange() throws IOException, InterruptedException {
    return Optional.empty();
  }

  /**
   * As {@link #modify(Modification)}, but begins with what servers said before, unless a newer
   * version was seen since in this process. If others wrote one, it begins again.
   *
   * @param seen from {@link #mapToChange}
   */
  default MutableVersion modify(Modification change, VersionMap seen)
      throws IOException, InterruptedException {
    return modify(change);
  }

  /** As {@link #modify(Modification)}, with another patience. */
  MutableVersion modify(Modification change, BackOff patience)
      throws IOException, InterruptedException;

  /**
   * Replaces {@code data} many bytes from {@code offset} on, and extends the file if they reach
   * behind its end. Of an MDMF file only the segments concerned are sent; an SDMF file is written
   * whole, as {@link #modify} does. More than a few megabytes are written in pieces, each of which
   * makes a version of its own.
   *
   * @param offset at most the size of the file: there are no holes
   * @throws IllegalArgumentException if the offset is negative
   * @throws OffsetBeyondEndException if it is behind the end of the file
   */
  MutableVersion update(long offset, Source data) throws IOException, InterruptedException;

  /** Adds {@code data} behind the end of the file, as {@link #update} does. */
  MutableVersion append(Source data) throws IOException, InterruptedException;

  /** Asks all servers which shares they have, and if wanted validates every byte of them. */
  MutableCheckResult check(CheckOptions options) throws IOException, InterruptedException;

  /**
   * Checks the file, and if it is not as it should be makes it so. Missing, damaged and old shares
   * are made again in the newest version; only where versions compete there will be a new one, and
   * that only with {@code force}. Without a write cap nothing is repaired.
   *
   * @param force whether versions may be given up that cannot be kept: newer ones that are not
   *     recoverable, and all but one of equally new ones
   * @throws MustForceRepairException if that is needed and {@code force} is not set
   */
  MutableRepairResult checkAndRepair(CheckOptions options, boolean force)
      throws IOException, InterruptedException;
}
