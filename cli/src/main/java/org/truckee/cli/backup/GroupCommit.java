package org.truckee.cli.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Commits the changes of a database together: at most a moment after the first of them, and when it
 * is closed. A commit waits for the disk, and a backup of many small files would wait with it; what
 * a crash takes back is stored once more.
 *
 * <p>Everything that uses the connection holds this object's lock.
 */
final class GroupCommit implements AutoCloseable {
  private static final long MOST_MILLIS = 500;

  private final Connection connection;
  private boolean begun;
  private boolean closed;
  private SQLException failure;

  GroupCommit(Connection connection) {
    this.connection = connection;
    Thread.ofPlatform().daemon().name("backup database").start(this::commitNowAndThen);
  }

  /** To be called, with the lock held, before something is changed. */
  synchronized void changing() throws SQLException {
    if (failure != null) {
      throw failure;
    }
    if (!begun) {
      execute("BEGIN IMMEDIATE");
      begun = true;
      notifyAll();
    }
  }

  private synchronized void commitNowAndThen() {
    try {
      while (!closed) {
        if (begun) {
          TimeUnit.MILLISECONDS.timedWait(this, MOST_MILLIS);
          commit();
        } else {
          wait();
        }
      }
    } catch (SQLException e) {
      failure = e;
    } catch (InterruptedException e) {
      // Closing commits what there is.
      Thread.currentThread().interrupt();
    }
  }

  private void commit() throws SQLException {
    if (begun) {
      begun = false;
      execute("COMMIT");
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
