package org.truckee.node.directory;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.node.config.NodeException;
import org.truckee.wire.introducer.SequenceNumbers;

/**
 * {@code announcement-seqnum} ({@code spec/07 §3.4}). A file that is lost or damaged begins anew:
 * introducers that know better say so, and the node counts on from there.
 */
final class AnnouncementNumbers implements SequenceNumbers {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncementNumbers.class);

  private final Path file;

  AnnouncementNumbers(Path file) {
    this.file = file;
  }

  /** {@inheritDoc} */
  @Override
  public synchronized long next(long above) {
    try {
      long next = Math.max(last(), above) + 1;
      NodeFile.write(file, Long.toString(next));
      return next;
    } catch (NodeException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long last() throws NodeException {
    String text = NodeFile.read(file).orElse("");
    if (!text.isEmpty() && !text.matches("[0-9]{1,18}")) {
      LOG.warn("'{}' holds no number: announcements are numbered from 1 on again", file);
      return 0;
    }
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
