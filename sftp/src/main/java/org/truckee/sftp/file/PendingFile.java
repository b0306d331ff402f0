package org.truckee.sftp.file;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FileContents;
import org.truckee.grid.FileNode;
import org.truckee.grid.Metadata;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.UploadOptions;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.OpenFlags;
import org.truckee.sftp.protocol.SftpException;

/**
 * A file that may be written ({@code spec/11 §A5.1, A5.2}). What is written is in the grid when
 * {@link #close} returns.
 */
public final class PendingFile implements OpenFile {
  private final FileRooms rooms;
  private final OpenFlags flags;
  private final Optional<MutableFileNode> inPlace;
  private final Attributes before;
  private final Draft draft;
  private final SerialQueue queue;

  // Of these, PendingFiles decides.
  private volatile Target target;
  private volatile boolean closing;
  private volatile boolean abandoned;

  private volatile Metadata metadata;
  private volatile boolean changed;
  private volatile boolean described;
  private volatile Optional<IOException> failure = Optional.empty();

  /**
   * What is opened.
   *
   * @param target where it goes
   * @param file what is there now; empty for a new one
   * @param attributes what is said of it now
   * @param metadata what is going to be said of its link
   * @param fresh whether it is empty, and exactly that is in the grid already
   */
  public record Opening(
      Target target,
      Optional<FileNode> file,
      Attributes attributes,
      Metadata metadata,
      boolean fresh) {}

  private PendingFile(Opening opening, OpenFlags flags, Draft draft, FileRooms rooms) {
    this.rooms = rooms;
    this.flags = flags;
    this.target = opening.target();
    this.inPlace =
        opening.file().filter(MutableFileNode.class::isInstance).map(MutableFileNode.class::cast);
    this.before = opening.attributes();
    this.metadata = opening.metadata();
    this.draft = draft;
    this.queue = new SerialQueue(rooms.threads());
    this.changed = !opening.fresh() && (flags.truncate() || opening.file().isEmpty());
  }

  /** Opens one, and has others know of it. */
  public static PendingFile open(Opening opening, OpenFlags flags, FileRooms rooms)
      throws IOException, InterruptedException {
    Optional<FileContents> contents =
        flags.truncate() || opening.fresh() || opening.file().isEmpty()
            ? Optional.empty()
            : Optional.of(opening.file().get().contents());
    Draft draft = rooms.drafts().begin(contents);
    PendingFile file = new PendingFile(opening, flags, draft, rooms);
    if (file.inPlace.isPresent()) {
      // Servers do not keep what it holds once somebody writes it.
      rooms.fill(draft);
    }
    rooms.pending().add(file);
    return file;
  }

  SerialQueue queue() {
    return queue;
  }

  Target target() {
    return target;
  }

  void retarget(Target other) {
    target = other;
  }

  /** Whether it takes no more requests. */
  public boolean isClosing() {
    return closing;
  }

  boolean markClosing() {
    boolean first = !closing;
    closing = true;
    return first;
  }

  void markAbandoned() {
    abandoned = true;
  }

  boolean goesTo(Directory directory) {
    return target instanceof Target.Entry(Directory parent, String _)
        && parent.cap().equals(directory.cap());
  }

  @Override
  public void submit(Runnable request) {
    queue.submit(request);
  }

  /** What is said of it, with the size that it has now. */
  @Override
  public Attributes attributes() {
    return before.withSize(draft.size());
  }

  /** The size that it has now. */
  public long size() {
    return draft.size();
  }

  /** Whether it is, or is going to be, another than the one in the grid. */
  public boolean isChanged() {
    return changed;
  }

  /**
   * Reads up to an array full.
   *
   * @param offset unsigned
   * @return the number of bytes, less only at the end of the file
   * @throws SftpException at the end
   */
  public int read(long offset, byte[] target) throws IOException, InterruptedException {
    if (!flags.read()) {
      throw SftpException.denied("file handle was not opened for reading");
    }
    requireWhole();
    return Reads.read(draft, offset, target, "end of file reached");
  }

  /**
   * Puts bytes at a place, or at the end if it was opened for that.
   *
   * @param offset unsigned
   */
  public void write(long offset, byte[] data) throws IOException, InterruptedException {
    requireWriting();
    requireWhole();
    long place = flags.append() ? draft.size() : offset;
    if (place < 0 || place + data.length < 0) {
      throw SftpException.failure("the offset is too large");
    }
    change(() -> draft.write(place, data));
  }

  /**
   * Cuts it off or fills it up with zeros.
   *
   * @param size unsigned
   */
  public void resize(long size) throws IOException, InterruptedException {
    requireWriting();
    requireWhole();
    if (size < 0) {
      throw SftpException.badMessage("new size is not a valid nonnegative integer");
    }
    change(() -> draft.resize(size));
  }

  /** Says something else of its link. */
  public void describe(Metadata other) throws SftpException {
    requireWriting();
    if (target instanceof Target.Entry entry && !entry.parent().isWriteable()) {
      throw SftpException.denied("the directory cannot be changed");
    }
    metadata = other;
    described = true;
  }

  /** The same, said of its name and not through its handle. */
  public void redescribe(Metadata other) {
    metadata = other;
  }

  private void requireWriting() throws SftpException {
    if (!flags.write()) {
      throw SftpException.denied("file handle was not opened for writing");
    }
  }

  /** Something that was lost of it is not made good by what comes later. */
  private void requireWhole() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** A write or a change of the size. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException, InterruptedException;
  }

  private void change(Change change) throws IOException, InterruptedException {
    changed = true;
    try {
      change.make();
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    } catch (InterruptedException e) {
      failure = Optional.of(new IOException("a write was interrupted", e));
      throw e;
    }
  }

  @Override
  public boolean beginClosing() {
    return rooms.pending().beginClosing(this);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      if (changed && !abandoned) {
        requireWhole();
        commit();
      } else if (described && !abandoned && target instanceof Target.Entry entry) {
        describeLink(entry);
      }
    } finally {
      rooms.pending().remove(this);
      draft.close();
    }
  }

  /** If it has been removed in the meantime, there is nothing to describe. */
  private void describeLink(Target.Entry entry) throws IOException, InterruptedException {
    try {
      entry.parent().setMetadata(entry.name(), metadata);
    } catch (NoSuchChildException _) {
      // Then so be it.
    }
  }

  private void commit() throws IOException, InterruptedException {
    draft.fill();
    rooms.commits().acquire();
    try {
      switch (target) {
        case Target.Entry entry -> commit(entry);
        case Target.ByCapability _ -> overwrite();
      }
    } finally {
      rooms.commits().release();
    }
  }

  private void commit(Target.Entry entry) throws IOException, InterruptedException {
    if (inPlace.isEmpty()) {
      entry
          .parent()
          .addFile(
              entry.name(),
              draft.source(),
              UploadOptions.DEFAULT,
              Optional.of(metadata),
              Overwrite.ONLY_FILES);
      return;
    }
    if (described || metadata.isNoWrite()) {
      describeLink(entry);
    }
    overwrite();
  }

  private void overwrite() throws IOException, InterruptedException {
    MutableFileNode file =
        inPlace.orElseThrow(
            () -> SftpException.denied("cannot write to an immutable file without a directory"));
    file.file().overwrite(draft.source());
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "a pending file" + List.of(closing, abandoned, changed);
  }
}
