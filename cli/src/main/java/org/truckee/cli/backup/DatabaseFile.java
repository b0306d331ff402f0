package org.truckee.cli.backup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.truckee.cli.command.CommandException;

/**
 * The file {@code backupdb.sqlite}: opened, made, brought to this version ({@code spec/11 §B4}).
 */
final class DatabaseFile {
  private static final int VERSION = 2;
  private static final int WAIT_FOR_OTHERS_MILLIS = 30_000;

  /** What SQLite itself says, within what its driver makes of it. */
  private static final Pattern REASON = Pattern.compile("\\((.*)\\)$", Pattern.DOTALL);

  private static final String DIRECTORIES =
      """
      CREATE TABLE directories (
       dirhash varchar(256) PRIMARY KEY,
       dircap varchar(256),
       last_uploaded TIMESTAMP,
       last_checked TIMESTAMP
      )\
      """;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE version (version INTEGER)",
          """
          CREATE TABLE local_files (
           path VARCHAR(1024) PRIMARY KEY,
           size INTEGER,
           mtime NUMBER,
           ctime NUMBER,
           fileid INTEGER
          )\
          """,
          """
          CREATE TABLE caps (
           fileid INTEGER PRIMARY KEY AUTOINCREMENT,
           filecap VARCHAR(256) UNIQUE
          )\
          """,
          """
          CREATE TABLE last_upload (
           fileid INTEGER PRIMARY KEY,
           last_uploaded TIMESTAMP,
           last_checked TIMESTAMP
          )\
          """,
          DIRECTORIES,
          "INSERT INTO version (version) VALUES (2)");

  /** Ours, beside those that the reference knows. */
  private static final List<String> OWN_TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS truckee_times (path TEXT PRIMARY KEY, mtime_ns INTEGER,"
              + " ctime_ns INTEGER) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS truckee_servers (server TEXT PRIMARY KEY) WITHOUT ROWID");

  private DatabaseFile() {}

  /**
   * Opens it; it is made if it is missing.
   *
   * @throws CommandException if it cannot be used
   */
  static Connection open(Path file) throws CommandException {
    boolean made = makeIfMissing(file);
    Connection connection = connect(file);
    try {
      prepare(connection, made);
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw unusable("backupdb file is unusable: " + reason(e), e);
    } catch (CommandException e) {
      close(connection);
      throw e;
    }
  }

  /** Capabilities will be in it, so nobody else may read it. */
  private static boolean makeIfMissing(Path file) throws CommandException {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        FileAttribute<?> ownerOnly =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, ownerOnly);
      } else {
        Files.createFile(file);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      // An empty one was left behind by a program that was stopped here.
      return file.toFile().length() == 0;
    } catch (IOException e) {
      throw unopened(file, "unable to open database file", e);
    }
  }

  private static Connection connect(Path file) throws CommandException {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
    try {
      return config.createConnection("jdbc:sqlite:" + file);
    } catch (SQLException e) {
      throw unopened(file, reason(e), e);
    }
  }

  private static void prepare(Connection connection, boolean made)
      throws SQLException, CommandException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      if (made) {
        execute(statement, SCHEMA);
      }
      upgrade(statement);
      execute(statement, OWN_TABLES);
      statement.execute("COMMIT");
    }
  }

  private static void upgrade(Statement statement) throws SQLException, CommandException {
    int version = version(statement);
    if (version == 1) {
      statement.execute(DIRECTORIES);
      statement.execute("UPDATE version SET version=2");
    } else if (version != VERSION) {
      throw unusable("Unable to handle backupdb version " + version, null);
    }
  }

  private static int version(Statement statement) throws SQLException, CommandException {
    try (ResultSet row = statement.executeQuery("SELECT version FROM version")) {
      if (!row.next()) {
        throw unusable("backupdb file is unusable: its table 'version' is empty", null);
      }
      return row.getInt(1);
    }
  }

  private static void execute(Statement statement, List<String> commands) throws SQLException {
    for (String command : commands) {
      statement.execute(command);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was never used, so nothing is lost.
      return;
    }
  }

  private static CommandException unopened(Path file, String reason, Exception cause) {
    return unusable("Unable to create/open backupdb file %s: %s".formatted(file, reason), cause);
  }

  private static CommandException unusable(String problem, Exception cause) {
    return new CommandException(problem + "\nERROR: Unable to load backup db.", cause);
  }

  /** What SQLite says. */
  static String reason(SQLException e) {
    String text = String.valueOf(e.getMessage());
    Matcher matcher = REASON.matcher(text);
    return matcher.find() ? matcher.group(1) : text;
  }
}
