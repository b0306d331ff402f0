package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.sftp.OpenFilesTest.assertStatus;
import static org.truckee.sftp.SftpWorld.get;
import static org.truckee.sftp.SftpWorld.put;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatPathExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Metadata;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;

/** Directories and names ({@code spec/11 §A2–A4}). */
final class NamesTest {
  private static final int NO_SUCH_FILE = 2;
  private static final int DENIED = 3;
  private static final int FAILURE = 4;
  private static final int UNSUPPORTED = 8;

  private SftpWorld world;
  private SftpClient sftp;

  @BeforeEach
  void connect() throws Exception {
    world = new SftpWorld();
    sftp = world.connect();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<String> names(String path) throws Exception {
    return StreamSupport.stream(sftp.readDir(path).spliterator(), false)
        .map(SftpClient.DirEntry::getFilename)
        .toList();
  }

  @Test
  void pathsAreMadeAbsolute() throws Exception {
    assertThat(sftp.canonicalPath(".")).isEqualTo("/");
    assertThat(sftp.canonicalPath("../..")).isEqualTo("/");
    assertThat(sftp.canonicalPath("/a/../b/./c")).isEqualTo("/b/c");
    assertThat(sftp.canonicalPath("/nö/")).isEqualTo("/nö");
  }

  @Test
  void theVersionAndItsExtensionsAreThoseOfTheReference() {
    assertThat(sftp.getVersion()).isEqualTo(3);
    assertThat(sftp.getServerExtensions().keySet())
        .containsExactlyInAnyOrder(
            "posix-rename@openssh.com", "statvfs@openssh.com", "fstatvfs@openssh.com");
  }

  @Test
  void directoriesAreMadeWithAllAboveThem() throws Exception {
    sftp.mkdir("/a/b/c");
    sftp.mkdir("/a/b/c");
    sftp.mkdir("/");
    assertThat(sftp.stat("/a/b/c").getPermissions()).isEqualTo(040777);
    put(sftp, "/a/f", "x");
    assertStatus(() -> sftp.mkdir("/a/f"), FAILURE, "there is a file in the way");
    assertStatus(() -> sftp.mkdir("/a/f/g"), FAILURE, "there is a file in the way");
  }

  @Test
  void directoriesAreListedWhole() throws Exception {
    List<NewLink> links = new ArrayList<>();
    var file = world.upload("");
    IntStream.range(0, 600)
        .forEach(i -> links.add(new NewLink("file%03d".formatted(i), file, Optional.empty())));
    world.root().setAll(links, Overwrite.ALWAYS);
    assertThat(names("/")).hasSize(600).startsWith("file000", "file001").isSorted();
    assertThat(names("/")).doesNotContain(".", "..");
  }

  @Test
  void listingsSayWhatStatSays() throws Exception {
    put(sftp, "/f", "12345");
    sftp.mkdir("/sub");
    List<SftpClient.DirEntry> entries =
        StreamSupport.stream(sftp.readDir("/").spliterator(), false).toList();
    assertThat(entries.getFirst().getAttributes().getSize()).isEqualTo(5);
    assertThat(entries.getFirst().getAttributes().getPermissions()).isEqualTo(0100666);
    assertThat(entries.getFirst().getAttributes().getModifyTime().toMillis()).isEqualTo(1_000_000);
    assertThat(entries.getFirst().getLongFilename())
        .isEqualTo("-rw-rw-rw-    1 tahoe    tahoe           5 Jan 01  1970 f");
    assertThat(entries.getLast().getLongFilename())
        .isEqualTo("drwxrwxrwx    1 tahoe    tahoe           0 Jan 01  1970 sub");
  }

  @Test
  void whatIsNoDirectoryIsNotListed() throws Exception {
    put(sftp, "/f", "x");
    assertStatus(() -> sftp.openDir("/f"), DENIED, "cannot list a file as if it were a directory");
    assertStatus(() -> sftp.openDir("/nothing"), NO_SUCH_FILE, "nothing");
    assertStatus(() -> sftp.openDir("/uri/x-unknown"), DENIED, "cannot list an unknown cap");
    assertStatus(() -> sftp.stat("/f/below"), FAILURE, "");
  }

  @Test
  void whatIsNotThereIsNamedAlsoOutsideOfAscii() {
    assertStatus(() -> sftp.stat("/nothing"), NO_SUCH_FILE, "nothing");
    assertStatus(() -> sftp.stat("/no/thing"), NO_SUCH_FILE, "no");
    assertStatus(() -> sftp.stat("/ünknown"), NO_SUCH_FILE, "ünknown");
  }

  @Test
  void filesAndDirectoriesAreRemovedEachInItsWay() throws Exception {
    put(sftp, "/f", "x");
    sftp.mkdir("/d/below");
    assertStatus(() -> sftp.rmdir("/f"), DENIED, "required a directory, not a file");
    assertStatus(() -> sftp.remove("/d"), DENIED, "required a file, not a directory");
    assertStatus(() -> sftp.remove("/nothing"), NO_SUCH_FILE, "nothing");
    assertStatus(() -> sftp.rmdir("/"), NO_SUCH_FILE, "specified by URI");
    sftp.remove("/f");
    sftp.rmdir("/d");
    assertThat(names("/")).isEmpty();
  }

  @Test
  void renamingReplacesOnlyWhereThatIsAskedFor() throws Exception {
    put(sftp, "/a", "A");
    put(sftp, "/b", "B");
    assertStatus(() -> sftp.rename("/a", "/b"), DENIED, "cannot rename to existing path /b");
    assertStatus(() -> sftp.rename("/nothing", "/c"), NO_SUCH_FILE, "nothing");
    assertStatus(() -> sftp.rename("/a", "/no/where"), NO_SUCH_FILE, "no");
    assertStatus(() -> sftp.rename("/", "/c"), NO_SUCH_FILE, "cannot rename a source object");
    assertStatus(() -> sftp.rename("/a", "/"), NO_SUCH_FILE, "to a destination specified by URI");
    sftp.mkdir("/d");
    sftp.rename("/a", "/d/a");
    assertThat(get(sftp, "/d/a")).isEqualTo("A");
    sftp.getExtension(OpenSSHPosixRenameExtension.class).posixRename("/d/a", "/b");
    assertThat(get(sftp, "/b")).isEqualTo("A");
    assertThat(names("/")).containsExactly("b", "d");
    assertThat(names("/d")).isEmpty();
  }

  @Test
  void aDirectoryIsNotMovedIntoItself() throws Exception {
    sftp.mkdir("/d/below");
    assertStatus(() -> sftp.rename("/d", "/d/below/d"), FAILURE, "into itself");
    var extension = sftp.getExtension(OpenSSHPosixRenameExtension.class);
    assertStatus(() -> extension.posixRename("/d", "/d/e"), FAILURE, "into itself");
    extension.posixRename("/d", "/d");
    assertThat(names("/d")).containsExactly("below");
  }

  @Test
  void aDirectoryIsNotMovedIntoItselfByAnotherName() throws Exception {
    sftp.mkdir("/d/below");
    FilesystemNode d = world.root().get("d").node();
    world.root().set(NewLink.of("also", d), Overwrite.NEVER);
    String cap = d.bestCap().orElseThrow().text();
    assertStatus(() -> sftp.rename("/d", "/also/below/d"), FAILURE, "into itself");
    assertStatus(() -> sftp.rename("/d", "/also/d"), FAILURE, "into itself");
    assertStatus(() -> sftp.rename("/d", "/uri/" + cap + "/below/d"), FAILURE, "into itself");
    sftp.mkdir("/other");
    sftp.rename("/d", "/other/d");
    assertThat(names("/other")).containsExactly("d");
    assertThat(names("/also")).containsExactly("below");
  }

  @Test
  void namesThatNoPathCanEndInAreNotListed() throws Exception {
    for (String name : List.of("", ".", "..", "../up", "a/b", "fine")) {
      world.root().set(NewLink.of(name, world.upload("x")), Overwrite.NEVER);
    }
    assertThat(names("/")).containsExactly("fine");
  }

  @Test
  void whatIsSaidOfALinkIsReplaced() throws Exception {
    put(sftp, "/f", "x");
    sftp.setStat("/f", new SftpClient.Attributes().perms(0444));
    assertThat(sftp.stat("/f").getPermissions()).isEqualTo(0100444);
    assertThat(world.root().get("f").metadata().isNoWrite()).isTrue();
    sftp.setStat("/f", new SftpClient.Attributes().accessTime(5).modifyTime(77));
    Metadata metadata = world.root().get("f").metadata();
    assertThat(metadata.isNoWrite()).isFalse();
    assertThat(metadata.json()).contains("\"mtime\": 77");
    assertThat(sftp.stat("/f").getModifyTime().toMillis()).isEqualTo(1_000_000);
    assertStatus(
        () -> sftp.setStat("/f", new SftpClient.Attributes().size(3)),
        UNSUPPORTED,
        "setAttrs wth size attribute unsupported");
    assertStatus(
        () -> sftp.setStat("/no", new SftpClient.Attributes().perms(0644)), NO_SUCH_FILE, "no");
  }

  @Test
  void nothingIsChangedInADirectoryThatIsReadOnly() throws Exception {
    put(sftp, "/f", "x");
    sftp.mkdir("/d");
    SftpClient reader = world.connect("reader");
    assertThat(reader.stat("/f").getPermissions()).isEqualTo(0100444);
    assertThat(reader.stat("/d").getPermissions()).isEqualTo(040555);
    assertStatus(() -> reader.remove("/f"), DENIED, "");
    assertStatus(() -> reader.rmdir("/d"), DENIED, "");
    assertStatus(() -> reader.mkdir("/e"), DENIED, "");
    assertStatus(() -> reader.rename("/f", "/g"), DENIED, "");
    assertStatus(() -> reader.setStat("/f", new SftpClient.Attributes().perms(0444)), DENIED, "");
  }

  @Test
  void anImmutableDirectoryIsReadOnlyWithAllThatIsInIt() throws Exception {
    var directory =
        world
            .grid()
            .grid()
            .createDirectory(
                NewDirectory.immutable(
                    List.of(new org.truckee.grid.Link("f", world.upload("i"), Metadata.EMPTY))));
    world.root().set(NewLink.of("imm", directory), Overwrite.ALWAYS);
    assertThat(sftp.stat("/imm").getPermissions()).isEqualTo(040555);
    assertThat(sftp.stat("/imm/f").getPermissions()).isEqualTo(0100444);
    assertThat(get(sftp, "/imm/f")).isEqualTo("i");
  }

  @Test
  void linksAreNotSupported() {
    assertStatus(() -> sftp.readLink("/f"), UNSUPPORTED, "readLink");
    assertStatus(() -> sftp.symLink("/f", "/g"), UNSUPPORTED, "makeLink");
  }

  @Test
  void theStoreIsAsFullAsEverybodySays() throws Exception {
    var figures = sftp.getExtension(OpenSSHStatPathExtension.class).stat("/");
    assertThat(figures.f_bsize).isEqualTo(1024);
    assertThat(figures.f_blocks).isEqualTo(628_318_530);
    assertThat(figures.f_bavail).isEqualTo(314_159_265);
    assertThat(figures.f_fsid).isEqualTo(0x1af5);
    assertThat(figures.f_namemax).isEqualTo(65535);
  }

  @Test
  void namesAreFoundHoweverTheyAreComposed() throws Exception {
    put(sftp, "/e\u0301", "x");
    assertThat(get(sftp, "/\u00e9")).isEqualTo("x");
  }
}
