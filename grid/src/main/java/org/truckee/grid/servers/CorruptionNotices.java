package org.truckee.grid.servers;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.grid.transfer.Background;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/**
 * Tells servers of damaged shares, in the background ({@code spec/01 §8.8}). The same notice is not
 * sent twice, and only a few are under way at a time; others are dropped.
 */
public final class CorruptionNotices {
  private static final Logger LOG = LoggerFactory.getLogger(CorruptionNotices.class);
  private static final int REMEMBERED = 1000;
  private static final int AT_ONCE = 16;

  private final Background background;

  /** The last ones that were sent, oldest first. Guarded by this, like the next field. */
  private final SequencedSet<Notice> sent = new LinkedHashSet<>();

  private int underWay;

  private record Notice(
      ShareKind kind, GridServer server, StorageIndex index, ShareNumber share, String reason) {}

  public CorruptionNotices(Background background) {
    this.background = background;
  }

  /** Sends a notice of an immutable share, unless it was sent before or too many are under way. */
  public void send(GridServer server, StorageIndex index, ShareNumber share, String reason) {
    send(ShareKind.IMMUTABLE, server, index, share, reason);
  }

  /** Sends a notice, unless it was sent before or too many are under way. */
  public void send(
      ShareKind kind, GridServer server, StorageIndex index, ShareNumber share, String reason) {
    Notice notice = new Notice(kind, server, index, share, reason);
    if (admit(notice)) {
      LOG.warn(
          "share {} of {} on {}: {}", share, index.abbreviated(), server.id().shortName(), reason);
      background.start("corruption notice", () -> deliver(notice));
    }
  }

  private synchronized boolean admit(Notice notice) {
    if (underWay >= AT_ONCE || !sent.add(notice)) {
      return false;
    }
    if (sent.size() > REMEMBERED) {
      sent.remove(sent.getFirst());
    }
    underWay++;
    return true;
  }

  private void deliver(Notice notice) {
    try {
      notice
          .server
          .storage()
          .adviseCorruptShare(notice.kind, notice.index, notice.share, notice.reason);
    } catch (StorageException e) {
      LOG.debug("{} takes no notice of a damaged share", notice.server, e);
    } catch (InterruptedException e) {
      // The grid is closed: nobody else waits for this thread.
    } finally {
      synchronized (this) {
        underWay--;
      }
    }
  }
}
