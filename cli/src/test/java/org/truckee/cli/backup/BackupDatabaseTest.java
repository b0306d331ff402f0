package org.truckee.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.cli.command.CommandException;

/** {@code spec/11 §B4–B6}. */
class BackupDatabaseTest {
  private static final Path FILE = Path.of("/home/alice/a.txt");
  private static final String CAP = "URI:LIT:krugkidfnzsc4";
  private static final Instant MODIFIED = Instant.parse("2026-11-29T10:00:00.123456789Z");
  private static final Instant CHANGED = Instant.parse("2026-11-29T10:00:01.5Z");
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.5Z");

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = temp.resolve("backupdb.sqlite");
  }

  private BackupDatabase open() throws CommandException {
    return BackupDatabase.open(file, () -> NOW);
  }

  private static LocalFacts facts(long size, Instant modified, Instant changed) {
    return new LocalFacts(true, size, modified, changed, Map.of());
  }

  private static final LocalFacts FACTS = facts(14, MODIFIED, CHANGED);

  private interface Use {
    void of(BackupDatabase database) throws CommandException;
  }

  private void use(Use use) throws CommandException {
    try (BackupDatabase database = open()) {
      use.of(database);
    }
  }

  /** What a statement gives, a row a line. */
  private List<String> sql(String... statements) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        if (!statement.execute(sql)) {
          continue;
        }
        try (ResultSet row = statement.getResultSet()) {
          while (row.next()) {
            List<String> cells = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              cells.add(row.getString(i));
            }
            rows.add(String.join("|", cells));
          }
        }
      }
    }
    return rows;
  }

  @Test
  void isMadeWithTheTablesOfTheReferenceForTheOwnerAlone() throws Exception {
    use(database -> {});
    assertThat(sql("SELECT version FROM version")).containsExactly("2");
    assertThat(sql("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name"))
        .contains("caps", "directories", "last_upload", "local_files", "version");
    assertThat(sql("SELECT name, type FROM pragma_table_info('local_files')"))
        .containsExactly(
            "path|VARCHAR(1024)", "size|INTEGER", "mtime|NUMBER", "ctime|NUMBER", "fileid|INTEGER");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsValuesAsTheReferenceDoes() throws Exception {
    use(
        database -> {
          database.stored(FILE, FACTS, CAP);
          database.storedDirectory("aaaa", "URI:DIR2-LIT:");
        });
    assertThat(
            sql(
                "SELECT path, typeof(path), size, mtime, ctime, typeof(mtime) FROM local_files",
                "SELECT hex(filecap), typeof(filecap) FROM caps",
                "SELECT typeof(last_uploaded), last_checked = 1796040000.5 FROM last_upload",
                "SELECT typeof(dirhash), typeof(dircap), typeof(last_checked) FROM directories"))
        .containsExactly(
            "/home/alice/a.txt|text|14|1795946400|1795946401|integer",
            "5552493A4C49543A6B727567" + "6B6964666E7A736334|blob",
            "real|1",
            "blob|blob|real");
  }

  @Test
  void remembersAFileThatIsAsItWas() throws Exception {
    use(database -> database.stored(FILE, FACTS, CAP));
    use(
        database ->
            assertThat(database.file(FILE, FACTS))
                .contains(new BackupDatabase.Remembered(CAP, NOW)));
  }

  @Test
  void forgetsAFileThatIsNotAsItWas() throws Exception {
    for (LocalFacts other :
        List.of(
            facts(15, MODIFIED, CHANGED),
            facts(14, MODIFIED.plusSeconds(1), CHANGED),
            facts(14, MODIFIED, CHANGED.plusSeconds(1)),
            // Within the same second.
            facts(14, MODIFIED.plusNanos(1), CHANGED),
            facts(14, MODIFIED, CHANGED.plusMillis(1)))) {
      use(database -> database.stored(FILE, FACTS, CAP));
      use(database -> assertThat(database.file(FILE, other)).as("%s", other).isEmpty());
      assertThat(sql("SELECT path FROM local_files")).isEmpty();
    }
  }

  /** Who stored it last did not know our times; then seconds are all there is. */
  @Test
  void takesTheReferencesWordForAFileThatItStored() throws Exception {
    use(database -> database.stored(FILE, facts(14, MODIFIED, CHANGED), CAP));
    sql("UPDATE local_files SET mtime = mtime + 5, ctime = ctime + 5");
    LocalFacts later = facts(14, MODIFIED.plusSeconds(5), CHANGED.plusSeconds(5).plusMillis(7));
    use(database -> assertThat(database.file(FILE, later)).isPresent());
    sql("DROP TABLE truckee_times");
    use(database -> assertThat(database.file(FILE, later)).isPresent());
  }

  @Test
  void twoFilesOfTheSameContentsHaveOneCapability() throws Exception {
    Path other = Path.of("/home/alice/b.txt");
    use(
        database -> {
          database.stored(FILE, FACTS, CAP);
          database.stored(other, FACTS, CAP);
        });
    use(
        database -> {
          assertThat(database.file(FILE, FACTS)).isPresent();
          assertThat(database.file(other, FACTS)).isPresent();
        });
    assertThat(sql("SELECT count(*) FROM caps")).containsExactly("1");
  }

  @Test
  void notesWhenSomethingWasSeenToBeThere() throws Exception {
    use(
        database -> {
          database.stored(FILE, FACTS, CAP);
          database.storedDirectory("aaaa", "URI:DIR2-LIT:");
        });
    sql("UPDATE last_upload SET last_checked = 0", "UPDATE directories SET last_checked = 0");
    use(
        database -> {
          database.fileIsHealthy(CAP);
          database.directoryIsHealthy("URI:DIR2-LIT:");
        });
    use(
        database -> {
          assertThat(database.file(FILE, FACTS).orElseThrow().lastChecked()).isEqualTo(NOW);
          assertThat(database.directory("aaaa").orElseThrow().lastChecked()).isEqualTo(NOW);
        });
  }

  /** Old releases kept text where others keep bytes. */
  @Test
  void readsCapabilitiesThatAreText() throws Exception {
    use(database -> database.stored(FILE, FACTS, CAP));
    sql("UPDATE caps SET filecap = CAST(filecap AS TEXT)");
    use(
        database -> {
          assertThat(database.file(FILE, FACTS).orElseThrow().cap()).isEqualTo(CAP);
          database.fileIsHealthy(CAP);
        });
  }

  @Test
  void bringsTheFirstVersionToThisOne() throws Exception {
    use(database -> {});
    sql("DROP TABLE directories", "UPDATE version SET version = 1");
    use(database -> database.storedDirectory("aaaa", "URI:DIR2-LIT:"));
    assertThat(sql("SELECT version FROM version", "SELECT count(*) FROM directories"))
        .containsExactly("2", "1");
  }

  @Test
  void refusesWhatItCannotUse() throws Exception {
    use(database -> {});
    sql("UPDATE version SET version = 3");
    assertRefused("Unable to handle backupdb version 3");
    sql("DROP TABLE version");
    assertRefused("backupdb file is unusable: no such table: version");
    Files.writeString(file, "this is no database, but long enough to be one".repeat(100));
    assertRefused("backupdb file is unusable: file is not a database");
    file = temp.resolve("missing/backupdb.sqlite");
    assertRefused("Unable to create/open backupdb file " + file);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(this::open)
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith(reason)
        .hasMessageEndingWith("\nERROR: Unable to load backup db.");
  }

  /** As it is when a program is stopped between making a file and filling it. */
  @Test
  void usesAFileThatIsEmpty() throws Exception {
    Files.createFile(file);
    use(database -> assertThat(database.file(FILE, FACTS)).isEmpty());
    assertThat(sql("SELECT version FROM version")).containsExactly("2");
  }

  @Test
  void knowsItsGridWhileHalfOfTheServersAreThere() throws Exception {
    use(database -> assertThat(database.isOfGrid(Set.of("a", "b", "c", "d"))).isTrue());
    use(database -> assertThat(database.isOfGrid(Set.of())).isTrue());
    use(database -> assertThat(database.isOfGrid(Set.of("a", "b", "x"))).isTrue());
    // A node that was just started knows few of them yet.
    use(database -> assertThat(database.isOfGrid(Set.of("d"))).isTrue());
    use(database -> assertThat(database.isOfGrid(Set.of("y", "z"))).isFalse());
    use(database -> assertThat(database.isOfGrid(Set.of("z", "y"))).isTrue());
    use(database -> assertThat(database.isOfGrid(Set.of("a", "b"))).isFalse());
  }

  @Test
  void believesNothingOfWhatItRemembersFromAnotherGrid() throws Exception {
    use(
        database -> {
          database.isOfGrid(Set.of("a", "b"));
          database.stored(FILE, FACTS, CAP);
          database.storedDirectory("aaaa", "URI:DIR2-LIT:");
        });
    use(
        database -> {
          assertThat(database.isOfGrid(Set.of("x", "y"))).isFalse();
          assertThat(database.file(FILE, FACTS).orElseThrow().lastChecked())
              .isEqualTo(Instant.EPOCH);
          assertThat(database.directory("aaaa").orElseThrow().lastChecked())
              .isEqualTo(Instant.EPOCH);
        });
  }

  /** A commit waits for the disk, but what was told is there after a moment without more. */
  @Test
  void isOnTheDiskSoonAfterItWasTold() throws Exception {
    try (BackupDatabase database = open()) {
      database.stored(FILE, FACTS, CAP);
      long limit = System.nanoTime() + 20_000_000_000L;
      while (sql("SELECT path FROM local_files").isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(limit);
        Thread.onSpinWait();
      }
    }
  }

  /** It waits for less than the time for which changes are gathered. */
  @Test
  void anotherProgramFindsItUnlockedWhileChangesAreGathered() throws Exception {
    use(
        database -> {
          database.stored(FILE, FACTS, CAP);
          try {
            sql("PRAGMA busy_timeout = 400", "INSERT INTO caps (filecap) VALUES ('URI:LIT:')");
          } catch (Exception e) {
            throw new AssertionError("the database was locked", e);
          }
        });
    assertThat(sql("SELECT CAST(filecap AS TEXT) FROM caps ORDER BY 1"))
        .containsExactly("URI:LIT:", CAP);
  }
}
