package org.truckee.grid;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkCap;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableFormat;

/**
 * Many storage servers as one: the door of the library.
 *
 * <p>Thread-safe. Its methods block, are cancelled by an interrupt, and leave nothing running
 * behind when they return but questions to slow servers, which {@link #close} ends. What fails is a
 * {@link GridException} that says what was tried and what can be done.
 */
public interface Grid extends AutoCloseable {
  /**
   * What a capability names. Nobody is asked, and nothing is wrong with any capability before it is
   * used: one that is not understood gives an {@link UnknownNode}.
   */
  default FilesystemNode node(Capability cap) {
    return node(CapSlots.of(cap.text()));
  }

  /** What a link names, by both of its caps and the place where it stands. */
  FilesystemNode node(CapSlots slots);

  /**
   * What a path leads to.
   *
   * @param start names where the path begins
   * @param path the names of children, one below the other; empty for {@code start} itself
   * @throws NoSuchChildException if a name is not there
   * @throws NotADirectoryException if the path goes on below a file
   * @throws CapabilityConstraintException if it goes on below a cap that must not stand there
   */
  default FilesystemNode node(Capability start, List<String> path)
      throws IOException, InterruptedException {
    return PathResolver.resolve(node(start), path);
  }

  /**
   * Creates a directory.
   *
   * @throws CapabilityConstraintException if a child may not be in it; nothing is written then
   * @throws UnusableNameException if the name of a child cannot be stored
   */
  Directory createDirectory(NewDirectory directory) throws IOException, InterruptedException;

  /**
   * Opens an immutable file for reading. Servers are asked only when it is read.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  ImmutableFile open(ChkReadCap cap) throws UnusableCapabilityException;

  /** A mutable file of any kind of capability. Servers are asked only when it is used. */
  MutableFile open(MutableFileCap cap);

  /**
   * Creates a mutable file.
   *
   * @return the file, opened for writing
   * @throws UncoordinatedWriteException if the key was supplied and there is a file that has it
   * @throws NotEnoughServersException if fewer than k servers took a share
   * @throws TimeLimitException if it took longer than the options allow
   * @throws IOException also what the contents throw
   * @throws InterruptedException if the thread was interrupted; some shares may be there then
   */
  MutableFile createMutable(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException;

  /**
   * The most bytes that a new mutable file of a format can have here, however much room servers
   * have: an SDMF file is one piece, and made in memory.
   */
  default long mostBytes(MutableFormat format) {
    return Long.MAX_VALUE;
  }

  /** Opens a literal file; no server is ever asked. */
  ImmutableFile open(LiteralCap cap);

  /**
   * Asks all servers which shares of a file they have, and if wanted reads and validates them all.
   * A capability that only grants verifying is enough.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   * @throws TimeLimitException if it took longer than the options allow
   * @throws InterruptedException if the thread was interrupted
   */
  CheckResult check(ChkCap cap, CheckOptions options) throws IOException, InterruptedException;

  /**
   * Checks a file, and if a share is missing makes it again; with {@code verify} also the damaged
   * ones. A capability that only grants verifying is enough.
   *
   * @throws NoSharesException if no share is left
   * @throws NotEnoughSharesException if too few shares are left
   * @throws UnusableCapabilityException if no file can have this capability
   * @throws TimeLimitException if it took longer than the options allow
   * @throws GridException if the shares cannot be made again as they were
   * @throws InterruptedException if the thread was interrupted
   */
  RepairResult checkAndRepair(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException;

  /**
   * Uploads a file as the grid does by default: convergent, without a time limit.
   *
   * @see #upload(Source, UploadOptions)
   */
  default UploadResult upload(Source source) throws IOException, InterruptedException {
    return upload(source, UploadOptions.DEFAULT);
  }

  /**
   * Uploads a file. One of at most 55 bytes becomes its own capability and touches no server.
   *
   * @throws NoServersException if no server is connected
   * @throws UploadUnhappinessException if the shares cannot be spread well enough
   * @throws FileTooLargeException if it has more than 2^24 segments
   * @throws SourceChangedException if the file is not the same from beginning to end
   * @throws TimeLimitException if it took longer than the options allow
   * @throws IOException if the source cannot be read
   * @throws InterruptedException if the thread was interrupted; no share is left half sent
   */
  UploadResult upload(Source source, UploadOptions options)
      throws IOException, InterruptedException;

  /**
   * Uploads what a stream has until its end. While it arrives it is kept in memory, or if it is
   * long in a file without a name. The stream is not closed.
   *
   * @see #upload(Source, UploadOptions)
   */
  UploadResult upload(InputStream in, UploadOptions options)
      throws IOException, InterruptedException;

  /**
   * Reads a stream to its end and keeps what it has, as {@link #upload(InputStream, UploadOptions)}
   * does, to be uploaded with the same options.
   */
  SpooledSource spool(InputStream in, UploadOptions options)
      throws IOException, InterruptedException;

  /** Ends the grid's threads. What is still going on fails. */
  @Override
  void close();
}
