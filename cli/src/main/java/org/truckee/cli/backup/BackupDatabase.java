package org.truckee.cli.backup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.cli.command.CommandException;

/**
 * What was stored before, and under which capabilities ({@code spec/11 §B4–B6}). The reference
 * reads and writes the same tables; two more are ours, and it does not look at them: times in
 * nanoseconds, since a file can change twice in a second, and the servers of the grid that the
 * capabilities are of. Thread-safe.
 */
final class BackupDatabase implements AutoCloseable {
  private final Connection connection;
  private final InstantSource clock;
  private final GroupCommit commits;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** Directories that are going to be remembered: equal ones may be met before they are. */
  private final Map<String, Remembered> unwritten = new HashMap<>();

  /** A capability, and when somebody last saw that all is there that it names. */
  record Remembered(String cap, Instant lastChecked) {}

  private BackupDatabase(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
    this.commits = new GroupCommit(connection);
  }

  /**
   * Opens a database; it is made if it is missing.
   *
   * @throws CommandException if it cannot be used
   */
  static BackupDatabase open(Path file, InstantSource clock) throws CommandException {
    return new BackupDatabase(DatabaseFile.open(file), clock);
  }

  private interface Work<T> {
    T perform() throws SQLException;
  }

  private <T> T locked(Work<T> work) throws CommandException {
    synchronized (commits) {
      try {
        return work.perform();
      } catch (SQLException e) {
        throw failure(e);
      }
    }
  }

  private void change(GroupCommit.Change change) throws CommandException {
    locked(
        () -> {
          commits.add(change);
          return commits;
        });
  }

  /**
   * What is remembered of a file that is as it was then. What is remembered of another one is
   * forgotten.
   */
  Optional<Remembered> file(Path path, LocalFacts facts) throws CommandException {
    return locked(
        () -> {
          Optional<Remembered> found = unchanged(path, facts);
          if (found.isEmpty()) {
            forgetNow(path);
          }
          return found;
        });
  }

  private Optional<Remembered> unchanged(Path path, LocalFacts facts) throws SQLException {
    PreparedStatement query =
        statement(
            "SELECT caps.filecap, last_upload.last_checked, truckee_times.mtime_ns,"
                + " truckee_times.ctime_ns FROM local_files"
                + " JOIN caps ON caps.fileid = local_files.fileid"
                + " JOIN last_upload ON last_upload.fileid = local_files.fileid"
                + " LEFT JOIN truckee_times ON truckee_times.path = local_files.path"
                + " WHERE local_files.path = ? AND local_files.size = ?"
                + " AND local_files.mtime = ? AND local_files.ctime = ?");
    query.setString(1, path.toString());
    query.setLong(2, facts.size());
    query.setLong(3, LocalFacts.wholeSeconds(facts.modified()));
    query.setLong(4, LocalFacts.wholeSeconds(facts.changed()));
    try (ResultSet row = query.executeQuery()) {
      if (row.next()
          && isSameMoment(row, 3, facts.modified())
          && isSameMoment(row, 4, facts.changed())) {
        return Optional.of(remembered(row));
      }
      return Optional.empty();
    }
  }

  /** Unknown if the reference stored the file; told apart within a second only. */
  private static boolean isSameMoment(ResultSet row, int column, Instant time) throws SQLException {
    long known = row.getLong(column);
    return row.wasNull()
        || known == nanos(time)
        || Math.floorDiv(known, 1_000_000_000L) != time.getEpochSecond();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  /** Old databases have text where others have bytes; either is the same here. */
  private static Remembered remembered(ResultSet row) throws SQLException {
    return new Remembered(
        new String(row.getBytes(1), StandardCharsets.US_ASCII), time(row.getDouble(2)));
  }

  /** Forgets a file, so that it is stored again. */
  void forget(Path path) throws CommandException {
    locked(
        () -> {
          forgetNow(path);
          return path;
        });
  }

  private void forgetNow(Path path) throws SQLException {
    PreparedStatement query = statement("SELECT 1 FROM local_files WHERE path = ?");
    query.setString(1, path.toString());
    try (ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        return;
      }
    }
    commits.add(() -> update("DELETE FROM local_files WHERE path = ?", path.toString()));
  }

  /** A file has been stored. */
  void stored(Path path, LocalFacts facts, String cap) throws CommandException {
    double now = now();
    change(
        () -> {
          update("INSERT OR IGNORE INTO caps (filecap) VALUES (?)", bytes(cap));
          long id = fileId(cap);
          update("INSERT OR REPLACE INTO last_upload VALUES (?,?,?)", id, now, now);
          long modified = LocalFacts.wholeSeconds(facts.modified());
          long changed = LocalFacts.wholeSeconds(facts.changed());
          update(
              "INSERT OR REPLACE INTO local_files VALUES (?,?,?,?,?)",
              path.toString(),
              facts.size(),
              modified,
              changed,
              id);
          update(
              "INSERT OR REPLACE INTO truckee_times VALUES (?,?,?)",
              path.toString(),
              nanos(facts.modified()),
              nanos(facts.changed()));
        });
  }

  private long fileId(String cap) throws SQLException {
    PreparedStatement query = statement("SELECT fileid FROM caps WHERE filecap = ?");
    query.setBytes(1, bytes(cap));
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What is remembered of a directory with that {@link DirectoryHash}. */
  Optional<Remembered> directory(String hash) throws CommandException {
    return locked(
        () -> {
          if (unwritten.containsKey(hash)) {
            return Optional.of(unwritten.get(hash));
          }
          PreparedStatement query =
              statement("SELECT dircap, last_checked FROM directories WHERE dirhash = ?");
          query.setBytes(1, bytes(hash));
          try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(remembered(row)) : Optional.empty();
          }
        });
  }

  /** A directory has been stored. */
  void storedDirectory(String hash, String cap) throws CommandException {
    double now = now();
    synchronized (commits) {
      unwritten.put(hash, new Remembered(cap, time(now)));
      change(
          () -> {
            update(
                "INSERT OR REPLACE INTO directories VALUES (?,?,?,?)",
                bytes(hash),
                bytes(cap),
                now,
                now);
            unwritten.remove(hash);
          });
    }
  }

  /** All that a file's capability names has been seen. */
  void fileIsHealthy(String cap) throws CommandException {
    double now = now();
    change(
        () ->
            update(
                "UPDATE last_upload SET last_checked = ? WHERE fileid IN"
                    + " (SELECT fileid FROM caps WHERE CAST(filecap AS BLOB) = ?)",
                now,
                bytes(cap)));
  }

  /** All that a directory's capability names has been seen. */
  void directoryIsHealthy(String cap) throws CommandException {
    double now = now();
    change(
        () ->
            update(
                "UPDATE directories SET last_checked = ? WHERE CAST(dircap AS BLOB) = ?",
                now,
                bytes(cap)));
  }

  /**
   * Says which servers the grid has, as far as the node knows them yet. If fewer than half of them
   * are known from earlier backups, it is another grid, and nothing that is remembered is used
   * before it has been checked.
   *
   * @return whether it is the grid of earlier backups, as far as that is known
   */
  boolean isOfGrid(Set<String> servers) throws CommandException {
    if (servers.isEmpty()) {
      // Nothing is said of the grid; a backup will fail soon if there is none.
      return true;
    }
    return locked(
        () -> {
          Set<String> known = servers();
          long common = known.stream().filter(servers::contains).count();
          boolean same = 2 * common >= Math.min(known.size(), servers.size());
          commits.add(() -> remember(servers, same));
          commits.commit();
          return same;
        });
  }

  private void remember(Set<String> servers, boolean same) throws SQLException {
    if (!same) {
      update("UPDATE last_upload SET last_checked = 0");
      update("UPDATE directories SET last_checked = 0");
      update("DELETE FROM truckee_servers");
    }
    for (String server : servers) {
      update("INSERT OR IGNORE INTO truckee_servers VALUES (?)", server);
    }
  }

  private Set<String> servers() throws SQLException {
    Set<String> servers = new HashSet<>();
    try (ResultSet row = statement("SELECT server FROM truckee_servers").executeQuery()) {
      while (row.next()) {
        servers.add(row.getString(1));
      }
    }
    return servers;
  }

  private int update(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] blob) {
        statement.setBytes(i + 1, blob);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
    return statement.executeUpdate();
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  private double now() {
    return LocalFacts.seconds(clock.instant());
  }

  private static Instant time(double seconds) {
    return Instant.ofEpochMilli((long) (seconds * 1000));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static CommandException failure(SQLException e) {
    return new CommandException("error: the backup database fails: " + DatabaseFile.reason(e), e);
  }

  /** Everything that was told is on the disk afterwards. */
  @Override
  public void close() throws CommandException {
    synchronized (commits) {
      try {
        try (connection;
            commits) {
          commits.commit();
          for (PreparedStatement statement : statements.values()) {
            statement.close();
          }
        }
      } catch (SQLException e) {
        throw failure(e);
      }
    }
  }
}
