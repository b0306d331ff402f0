package org.truckee.sftp.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.truckee.grid.Link;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.ReplyPacket;
import org.truckee.sftp.protocol.SftpException;

/** A directory that is being listed: what was in it when it was opened. */
public final class DirectoryHandle implements OpenFile {
  private static final int MOST_NAMES = 250;

  /** Some clients take no longer packet than 256 KiB. */
  private static final int MOST_BYTES = 192 << 10;

  /** Beside the two forms of a name. */
  private static final int FIXED_BYTES = 96;

  private final Deque<Link> left;
  private final Function<Link, ReplyPacket.Name> names;
  private final Attributes attributes;
  private final SerialQueue queue;
  private final AtomicBoolean closing = new AtomicBoolean();

  /**
   * Begins at the first.
   *
   * @param links in the order in which they are told
   * @param names how each is told
   * @param attributes of the directory
   * @param threads starts threads
   */
  public DirectoryHandle(
      List<Link> links,
      Function<Link, ReplyPacket.Name> names,
      Attributes attributes,
      Consumer<Runnable> threads) {
    this.left = new ArrayDeque<>(links);
    this.names = names;
    this.attributes = attributes;
    this.queue = new SerialQueue(threads);
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
   * The next ones.
   *
   * @throws SftpException at the end
   */
  public List<ReplyPacket.Name> next() throws SftpException {
    List<ReplyPacket.Name> some = new ArrayList<>();
    int bytes = 0;
    while (!left.isEmpty() && some.size() < MOST_NAMES && bytes < MOST_BYTES) {
      ReplyPacket.Name name = names.apply(left.poll());
      some.add(name);
      bytes += 3 * (name.name().length() + name.longName().length()) + FIXED_BYTES;
    }
    if (some.isEmpty()) {
      throw SftpException.endOfFile();
    }
    return some;
  }

  @Override
  public boolean beginClosing() {
    return closing.compareAndSet(false, true);
  }

  @Override
  public void close() {
    left.clear();
  }
}
