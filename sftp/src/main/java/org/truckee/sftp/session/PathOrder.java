package org.truckee.sftp.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.truckee.sftp.protocol.SftpException;

/**
 * Has requests about paths wait for each other where one could notice that another has not been
 * carried out yet: those that came earlier go first. All others run at the same time.
 */
final class PathOrder {
  /** A request may wait for an upload, which may take long, but makes progress. */
  private static final Duration LIMIT = Duration.ofHours(24);

  private final List<Turn> under = new ArrayList<>();

  /** What a request does with its path. */
  enum Use {
    /** It looks at what is there. */
    LOOK,
    /** It lists what is in it. */
    LIST,
    /** It makes it another thing. */
    CHANGE
  }

  /** A request under way. */
  final class Turn implements AutoCloseable {
    private final Use use;
    private final List<UserPath> paths;
    private final List<Turn> before = new ArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private Turn(Use use, List<UserPath> paths) {
      this.use = use;
      this.paths = List.copyOf(paths);
    }

    /** Waits for those that go first. */
    void await() throws InterruptedException, SftpException {
      for (Turn earlier : before) {
        if (!earlier.done.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
          throw SftpException.failure("an earlier request for this path takes too long");
        }
      }
      before.clear();
    }

    private boolean isInTheWayOf(Turn later) {
      return paths.stream()
          .anyMatch(mine -> later.paths.stream().anyMatch(path -> meet(mine, later, path)));
    }

    private boolean meet(UserPath mine, Turn later, UserPath path) {
      boolean seesMine = use == Use.CHANGE && sees(later.use, path, mine);
      return seesMine || later.use == Use.CHANGE && sees(use, mine, path);
    }

    /** Whether one who uses a path notices that another is changed. */
    private static boolean sees(Use use, UserPath path, UserPath changed) {
      return changed.isAbove(path) || use != Use.LOOK && path.isAbove(changed);
    }

    @Override
    public void close() {
      leave(this);
      done.countDown();
    }
  }

  /** Takes a turn behind all that were taken before; it has to be closed. */
  synchronized Turn enter(Use use, UserPath... paths) {
    Turn turn = new Turn(use, List.of(paths));
    under.stream().filter(earlier -> earlier.isInTheWayOf(turn)).forEach(turn.before::add);
    under.add(turn);
    return turn;
  }

  private synchronized void leave(Turn turn) {
    under.remove(turn);
  }
}
