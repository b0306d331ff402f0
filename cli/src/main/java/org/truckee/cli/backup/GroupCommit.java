package org.truckee.cli.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the changes of a database together: at most a moment after the first of them, and when it
 * is closed. A commit waits for the disk, and a backup of many small files would wait with it; what
 * a crash takes back is stored once more. Until then they are kept in memory: another program that
 * backs up with the same database finds it locked only while they are written.
 *
 * <p>Everything that uses the connection holds this object's lock.
 */
final class GroupCommit implements AutoCloseable {
  private static final long MOST_MILLIS = 500;

  private final Connection connection;
  private final List<Change> pending = new ArrayList<>();
  private boolean closed;
  private SQLException failure;

  /** Something that is changed. */
  interface Change {
    void make() throws SQLException;
  }

  GroupCommit(Connection connection) {
    this.connection = connection;
    Thread.ofPlatform().daemon().name("backup database").start(this::commitNowAndThen);
  }

  /** Changes something soon. Who asks before sees what was there. */
  synchronized void add(Change change) throws SQLException {
    if (failure != null) {
      throw failure;
    }
    pending.add(change);
    if (pending.size() == 1) {
      notifyAll();
    }
  }

  private synchronized void commitNowAndThen() {
    try {
      while (!closed) {
        if (pending.isEmpty()) {
          wait();
        } else {
          TimeUnit.MILLISECONDS.timedWait(this, MOST_MILLIS);
          commit();
        }
      }
    } catch (SQLException e) {
      failure = e;
    } catch (InterruptedException e) {
      // Closing commits what there is.
      Thread.currentThread().interrupt();
    }
  }

  /** Makes all changes that have been added. */
  synchronized void commit() throws SQLException {
    if (pending.isEmpty()) {
      return;
    }
    List<Change> changes = List.copyOf(pending);
    pending.clear();
    execute("BEGIN IMMEDIATE");
    try {
      for (Change change : changes) {
        change.make();
      }
      execute("COMMIT");
    } catch (SQLException e) {
      execute("ROLLBACK");
      throw e;
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    if (!closed) {
      closed = true;
      notifyAll();
      if (failure != null) {
        throw failure;
      }
      commit();
    }
  }
}
