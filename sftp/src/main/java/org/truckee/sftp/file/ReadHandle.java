package org.truckee.sftp.file;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.truckee.grid.FileNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.SftpException;

/** A file that is only read. */
public final class ReadHandle implements OpenFile {
  private final Draft draft;
  private final SerialQueue queue;
  private final Attributes attributes;
  private final AtomicBoolean closing = new AtomicBoolean();

  private ReadHandle(Draft draft, SerialQueue queue, Attributes attributes) {
    this.draft = draft;
    this.queue = queue;
    this.attributes = attributes;
  }

  /**
   * Opens one. Of a file that can change, what it holds now is fetched at once, since servers do
   * not keep it.
   */
  public static ReadHandle open(FileNode file, Attributes attributes, FileRooms rooms)
      throws IOException, InterruptedException {
    Draft draft = rooms.drafts().begin(Optional.of(file.contents()));
    if (file instanceof MutableFileNode) {
      rooms.fill(draft);
    }
    return new ReadHandle(
        draft, new SerialQueue(rooms.threads()), attributes.withSize(draft.size()));
  }

  @Override
  public void submit(Runnable request) {
    queue.submit(request);
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  /**
   * Reads up to an array full.
   *
   * @param offset unsigned
   * @return the number of bytes, less only at the end of the file
   * @throws SftpException at the end
   */
  public int read(long offset, byte[] target) throws IOException, InterruptedException {
    return Reads.read(draft, offset, target, "read at or past end of file");
  }

  /** What is waited for is given up. */
  @Override
  public boolean beginClosing() {
    draft.close();
    return closing.compareAndSet(false, true);
  }

  @Override
  public void close() {
    draft.close();
  }
}
