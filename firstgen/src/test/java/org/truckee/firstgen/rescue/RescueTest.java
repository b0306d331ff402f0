package org.truckee.firstgen.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteKey;

final class RescueTest {
  private static final long SEED = 20070828;

  /** A drive of thousands is copied with {@code -Dfirstgen.files=5000}. */
  private static final int FILES = Integer.getInteger("firstgen.files", 2500);

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final NewGrid grid = new NewGrid();
  private OldDisk disk;

  @BeforeEach
  void makeDisk() throws IOException {
    disk = new OldDisk(folder.resolve("old"), random);
  }

  private RescueReport rescue() throws Exception {
    DirectoryNode root = disk.left();
    Path spool = folder.resolve("spool");
    try (Journal journal = Journal.open(folder.resolve("journal"), root.uri().index())) {
      return new Rescue(grid, journal, spool, RescueProgress.NONE).run(root);
    } finally {
      if (Files.exists(spool)) {
        assertThat(spool).isEmptyDirectory();
      }
    }
  }

  private static ChildName name(String text) {
    return ChildName.of(text);
  }

  /** Makes a tree by chance; what is in it by its paths. */
  private Map<String, byte[]> fill(DirectoryNode root, int files) throws Exception {
    Map<String, byte[]> all = new TreeMap<>();
    Map<String, DirectoryNode> directories = new TreeMap<>(Map.of("", root));
    for (int i = 0; i < files; i++) {
      List<String> paths = new ArrayList<>(directories.keySet());
      String parent = paths.get(random.nextInt(paths.size()));
      if (random.nextInt(10) == 0) {
        String path = parent + "/dir " + i;
        directories.put(path, directories.get(parent).createEmptyDirectory(name("dir " + i)));
      }
      byte[] contents = new byte[random.nextInt(random.nextInt(20) == 0 ? 20_000 : 300)];
      random.nextBytes(contents);
      directories.get(parent).setUri(name("fil\u00eb " + i), disk.store(contents));
      all.put(parent + "/fil\u00eb " + i, contents);
    }
    return all;
  }

  private Map<String, byte[]> copied(String cap) {
    Map<String, byte[]> all = new TreeMap<>();
    collect(cap, "", all);
    return all;
  }

  private void collect(String cap, String path, Map<String, byte[]> all) {
    grid.children(cap)
        .forEach(
            (name, child) -> {
              if (child.readCap().startsWith("CHK:")) {
                all.put(path + "/" + name, grid.contents(child.readCap()));
              } else {
                collect(child.readCap(), path + "/" + name, all);
              }
            });
  }

  @Test
  void aWholeDriveIsCopiedByteByByte() throws Exception {
    Map<String, byte[]> files = fill(disk.writer(), FILES);
    damageSome();
    RescueReport report = rescue();
    assertThat(report.problems()).as("seed %d", SEED).isEmpty();
    assertThat(report.renamed()).isEmpty();
    Map<String, byte[]> copied = copied(report.root().writeCap());
    assertThat(copied.keySet()).isEqualTo(files.keySet());
    copied.forEach((path, contents) -> assertThat(contents).as(path).isEqualTo(files.get(path)));
    // Nothing is done a second time.
    int uploads = grid.uploads.get();
    assertThat(rescue().root()).isEqualTo(report.root());
    assertThat(grid.uploads).hasValue(uploads);
    assertThat(grid.directories()).isEqualTo(report.directories());
  }

  /** Two of five shares of every file are of no use. */
  private void damageSome() throws IOException {
    try (Stream<Path> all = Files.walk(disk.shares)) {
      for (Path share : all.filter(Files::isRegularFile).toList()) {
        int number = Integer.parseInt(share.getFileName().toString());
        if (number == 1) {
          Files.delete(share);
        } else if (number == 2) {
          byte[] bytes = Files.readAllBytes(share);
          bytes[random.nextInt(bytes.length)] ^= 4;
          Files.write(share, bytes);
        }
      }
    }
  }

  @Test
  void whatIsBrokenOffGoesOnWhereItWas() throws Exception {
    Map<String, byte[]> files = fill(disk.writer(), 40);
    int attempts = 0;
    RescueReport report = null;
    while (report == null) {
      attempts++;
      grid.failAfter.set(5 + random.nextInt(10));
      try {
        report = rescue();
      } catch (IOException e) {
        assertThat(e).hasMessage("the new grid takes nothing");
        cutJournal();
      }
    }
    assertThat(attempts).isGreaterThan(3);
    Map<String, byte[]> copied = copied(report.root().writeCap());
    assertThat(copied.keySet()).isEqualTo(files.keySet());
    copied.forEach((path, contents) -> assertThat(contents).as(path).isEqualTo(files.get(path)));
    // Of what failed at the same time some may have gone through unnoticed, and been done again.
    assertThat(grid.uploads.get()).isLessThan(2 * files.size());
  }

  /** A line may have been cut off when the power went. */
  private void cutJournal() throws IOException {
    Path journal = folder.resolve("journal");
    byte[] bytes = Files.readAllBytes(journal);
    if (random.nextBoolean()) {
      Files.write(journal, Arrays.copyOf(bytes, bytes.length - random.nextInt(20)));
    }
  }

  @Test
  void whatCannotBeReadIsToldOfAndDoesNotStopTheRest() throws Exception {
    DirectoryNode root = disk.writer();
    ChkUri lost = (ChkUri) disk.store(OldVectors.plaintext(500, 1));
    root.setUri(name("lost"), lost);
    root.setUri(name("good"), disk.store(OldVectors.plaintext(500, 2)));
    DirectoryNode sub = root.createEmptyDirectory(name("sub"));
    sub.setUri(name("also good"), disk.store(OldVectors.plaintext(5, 2)));
    root.setUri(name("gone"), new WritableDirectoryUri("pb://a@b/vdrive", WriteKey.random(random)));
    for (int number = 0; number < 3; number++) {
      Files.delete(
          disk.shares.resolve(lost.storageIndex().toString()).resolve(Integer.toString(number)));
    }
    RescueReport report = rescue();
    assertThat(report.problems()).extracting("path").containsExactlyInAnyOrder("/lost", "/gone/");
    assertThat(report.problems())
        .filteredOn(problem -> problem.path().equals("/lost"))
        .allSatisfy(problem -> assertThat(problem.why()).contains("2 shares were found"));
    assertThat(copied(report.root().writeCap())).containsOnlyKeys("/good", "/sub/also good");
    assertThat(report.files()).isEqualTo(2);
    // The share turns up: the next time it is copied as well.
    OldDisk again = new OldDisk(folder.resolve("again"), random);
    FileUri same = again.store(OldVectors.plaintext(500, 1));
    assertThat(same).isEqualTo(new ChkUri(lost.key(), ((ChkUri) same).extensionHash(), 3, 5, 500));
    Path found = again.shares.resolve(lost.storageIndex().toString()).resolve("0");
    Files.copy(found, disk.shares.resolve(lost.storageIndex().toString()).resolve("0"));
    RescueReport next = rescue();
    assertThat(next.problems()).extracting("path").containsExactly("/gone/");
    assertThat(copied(next.root().writeCap())).containsOnlyKeys("/good", "/lost", "/sub/also good");
  }

  @Test
  void circlesStayCirclesAndReadOnlyLinksStayReadOnly() throws Exception {
    DirectoryNode root = disk.writer();
    DirectoryNode sub = root.createEmptyDirectory(name("sub"));
    root.setUri(name("read only"), sub.immutableUri());
    sub.setNode(name("up"), root);
    RescueReport report = rescue();
    assertThat(report.directories()).isEqualTo(2);
    Map<String, Destination.Child> top = grid.children(report.root().writeCap());
    Destination.Child writable = top.get("sub");
    assertThat(writable.writeCap()).isPresent();
    assertThat(top.get("read only"))
        .isEqualTo(new Destination.Child(Optional.empty(), writable.readCap()));
    assertThat(grid.children(writable.readCap()).get("up").writeCap())
        .contains(report.root().writeCap());
  }

  @Test
  void namesThatNobodyCanHaveTodayAreChanged() throws Exception {
    DirectoryNode root = disk.writer();
    FileUri file = disk.store(new byte[1]);
    root.setUri(new ChildName(new byte[] {'a', (byte) 0xff}), file);
    root.setUri(name("a/b"), file);
    root.setUri(name("a_b"), file);
    root.setUri(name(""), file);
    root.setUri(name("e\u0301"), file);
    root.setUri(name("\u00e9"), file);
    RescueReport report = rescue();
    assertThat(grid.children(report.root().writeCap()))
        .containsOnlyKeys("a\u00ff", "a_b", "a_b (2)", "_", "\u00e9", "\u00e9 (2)");
    assertThat(report.renamed()).hasSize(5);
  }

  @Test
  void aJournalIsOfOneRescue() throws Exception {
    Path journal = Files.writeString(folder.resolve("journal"), "something else\n");
    assertThatThrownBy(this::rescue).hasMessageContaining("is no journal of this rescue");
    Files.delete(journal);
    rescue();
    assertThat(Files.readString(journal, StandardCharsets.US_ASCII))
        .startsWith("truckee-rescue 1 ");
    disk = new OldDisk(folder.resolve("another"), random);
    assertThatThrownBy(this::rescue).hasMessageContaining("is no journal of this rescue");
  }

  @Test
  void theOldDisksAreNotTouched() throws Exception {
    fill(disk.writer(), 10);
    Map<Path, String> before = times();
    rescue();
    assertThat(times()).isEqualTo(before);
  }

  private Map<Path, String> times() throws IOException {
    Map<Path, String> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder.resolve("old"))) {
      for (Path path : all.toList()) {
        times.put(path, Files.getLastModifiedTime(path).toString());
      }
    }
    return times;
  }

  @Test
  void aRootThatIsNotThereIsAnError() throws Exception {
    Files.delete(folder.resolve("old/introducer/vdrive").resolve(disk.root.index().toString()));
    assertThatThrownBy(this::rescue).hasMessageContaining("the root cannot be read");
  }
}
