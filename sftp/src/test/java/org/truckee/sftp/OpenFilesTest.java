package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.truckee.sftp.SftpWorld.bytes;
import static org.truckee.sftp.SftpWorld.get;
import static org.truckee.sftp.SftpWorld.put;

import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.RawSftpClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.impl.DefaultCloseableHandle;
import org.apache.sshd.sftp.common.SftpException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.capability.Capability;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.InitialContents;
import org.truckee.grid.Metadata;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;

/** Opening, reading, writing and closing files ({@code spec/11 §A5}). */
final class OpenFilesTest {
  private static final int NO_SUCH_FILE = 2;
  private static final int DENIED = 3;
  private static final int FAILURE = 4;
  private static final int BAD_MESSAGE = 5;

  // As packets have them.
  private static final int OPEN = 3;
  private static final int HANDLE = 102;
  private static final int WRITE = 2;
  private static final int CREAT = 8;
  private static final int EXCL = 32;
  private static final int PERMISSIONS = 4;

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

  static void assertStatus(ThrowingCallable call, int status, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SftpException.class, e -> assertThat(e.getStatus()).isEqualTo(status))
        .hasMessageContaining(message);
  }

  @Test
  void whatIsWrittenIsInTheGridWhenCloseReturns() throws Exception {
    put(sftp, "/hello.txt", "hello, world");
    assertThat(world.stored("hello.txt")).isEqualTo("hello, world");
    assertThat(get(sftp, "hello.txt")).isEqualTo("hello, world");
    assertThat(sftp.stat("/hello.txt").getSize()).isEqualTo(12);
  }

  @Test
  void flagsThatContradictEachOtherAreRefused() {
    assertStatus(() -> sftp.open("/f", OpenMode.Create), BAD_MESSAGE, "at least one of");
    assertStatus(
        () -> sftp.open("/f", OpenMode.Write, OpenMode.Exclusive), BAD_MESSAGE, "FXF_EXCL");
    assertStatus(() -> sftp.open("/", OpenMode.Read), NO_SUCH_FILE, "path cannot be empty");
  }

  @Test
  void aFileThatIsNotThereIsOnlyMadeIfThatIsAskedFor() {
    assertStatus(() -> sftp.open("/f", OpenMode.Read), NO_SUCH_FILE, "(CREAT) flag");
    assertStatus(() -> sftp.open("/f", OpenMode.Write), NO_SUCH_FILE, "(CREAT) flag");
    assertStatus(
        () -> sftp.open("/f", OpenMode.Write, OpenMode.Truncate), NO_SUCH_FILE, "(CREAT) flag");
  }

  @Test
  void anExclusiveFileHasItsNameAtOnce() throws Exception {
    try (CloseableHandle handle =
        sftp.open("/f", OpenMode.Write, OpenMode.Create, OpenMode.Exclusive)) {
      assertThat(world.stored("f")).isEmpty();
      assertStatus(
          () -> sftp.open("/f", OpenMode.Write, OpenMode.Create, OpenMode.Exclusive),
          FAILURE,
          "child 'f' already exists");
      sftp.write(handle, 0, bytes("data"));
    }
    assertThat(world.stored("f")).isEqualTo("data");
  }

  @Test
  void aFileThatIsStillBeingWrittenIsThereForWhoWantsANewOne() throws Exception {
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Write, OpenMode.Create)) {
      sftp.write(handle, 0, bytes("data"));
      assertStatus(
          () -> world.connect().open("/f", OpenMode.Write, OpenMode.Create, OpenMode.Exclusive),
          FAILURE,
          "child 'f' already exists");
    }
    assertThat(world.stored("f")).isEqualTo("data");
  }

  @Test
  void whatIsSaidThroughAHandleIsKeptAlsoIfNothingIsWritten() throws Exception {
    put(sftp, "/f", "abc");
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Write)) {
      sftp.setStat(handle, new SftpClient.Attributes().perms(0444));
    }
    assertThat(sftp.stat("/f").getPermissions()).isEqualTo(0100444);
    assertThat(world.stored("f")).isEqualTo("abc");
  }

  @Test
  void whoSaysNothingThroughAHandleChangesNothing() throws Exception {
    put(sftp, "/f", "abc");
    sftp.setStat("/f", new SftpClient.Attributes().accessTime(5).modifyTime(77));
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Write)) {
      sftp.setStat(handle, new SftpClient.Attributes().owner(7, 7));
    }
    assertThat(world.root().get("f").metadata().json()).contains("\"mtime\": 77");
  }

  @Test
  void whatIsSaidOfAMutableFileIsKeptWithWhatIsWritten() throws Exception {
    MutableFile file = mutable("before");
    link("m", world.grid().node(file.cap().text()), Metadata.EMPTY);
    try (CloseableHandle handle = sftp.open("/m", OpenMode.Write)) {
      sftp.setStat(handle, new SftpClient.Attributes().accessTime(5).modifyTime(77));
      sftp.write(handle, 0, bytes("AFTER"));
    }
    assertThat(world.root().get("m").metadata().json()).contains("\"mtime\": 77");
    assertThat(file.contents()).isEqualTo(bytes("AFTERe"));
  }

  @Test
  void whatIsWrittenToAMutableFileIsKeptThoughItsLinkIsGone() throws Exception {
    MutableFile file = mutable("before");
    link("m", world.grid().node(file.cap().text()), Metadata.EMPTY);
    try (CloseableHandle handle = sftp.open("/m", OpenMode.Write)) {
      sftp.setStat(handle, new SftpClient.Attributes().accessTime(5).modifyTime(77));
      sftp.write(handle, 0, bytes("AFTER"));
      world.root().delete("m", DeleteOptions.DEFAULT);
    }
    assertThat(file.contents()).isEqualTo(bytes("AFTERe"));
  }

  /** As git makes all its files. */
  @Test
  void whoMakesAFileThatNobodyShallWriteMayWriteIt() throws Exception {
    Buffer request = new ByteArrayBuffer();
    request.putString("/f");
    request.putInt(WRITE | CREAT | EXCL);
    request.putInt(PERMISSIONS);
    request.putInt(0444);
    RawSftpClient raw = (RawSftpClient) sftp;
    Buffer reply = raw.receive(raw.send(OPEN, request));
    assertThat(reply.getInt()).isPositive();
    assertThat(reply.getUByte()).isEqualTo(HANDLE);
    reply.getInt();
    CloseableHandle handle = new DefaultCloseableHandle(sftp, "/f", reply.getBytes());
    sftp.write(handle, 0, bytes("data"));
    assertStatus(() -> sftp.open("/f", OpenMode.Write), DENIED, "non-writeable");
    sftp.close(handle);
    assertThat(world.stored("f")).isEqualTo("data");
    assertThat(sftp.stat("/f").getPermissions()).isEqualTo(0100444);
  }

  @Test
  void anEmptyFileIsMadeByOpeningIt() throws Exception {
    sftp.open("/empty", OpenMode.Write, OpenMode.Create).close();
    assertThat(world.stored("empty")).isEmpty();
  }

  @Test
  void aFileIsChangedInItsMiddleAndAtItsEnd() throws Exception {
    put(sftp, "/f", "abcdefgh");
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Read, OpenMode.Write)) {
      sftp.write(handle, 2, bytes("XY"));
      assertThat(read(handle, 0, 100)).isEqualTo("abXYefgh");
      sftp.write(handle, 10, bytes("!"));
      assertThat(read(handle, 4, 100)).isEqualTo("efgh\0\0!");
      assertThat(sftp.stat(handle).getSize()).isEqualTo(11);
    }
    assertThat(world.stored("f")).isEqualTo("abXYefgh\0\0!");
  }

  private String read(CloseableHandle handle, long offset, int length) throws Exception {
    byte[] bytes = new byte[length];
    int read = sftp.read(handle, offset, bytes);
    return read < 0 ? null : new String(bytes, 0, read, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void appendingIgnoresWhereItIsSaidToWrite() throws Exception {
    put(sftp, "/log", "one\n");
    try (CloseableHandle handle = sftp.open("/log", OpenMode.Write, OpenMode.Append)) {
      sftp.write(handle, 0, bytes("two\n"));
      sftp.write(handle, 0, bytes("three\n"));
    }
    assertThat(world.stored("log")).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void readingEndsAtTheEnd() throws Exception {
    put(sftp, "/f", "abc");
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Read)) {
      assertThat(read(handle, 1, 10)).isEqualTo("bc");
      assertThat(read(handle, 3, 10)).isNull();
      assertStatus(() -> sftp.write(handle, 0, bytes("x")), DENIED, "not opened for writing");
      assertStatus(
          () -> sftp.setStat(handle, new SftpClient.Attributes().size(1)),
          DENIED,
          "not opened for writing");
    }
  }

  @Test
  void whoOpenedForWritingMayNotRead() throws Exception {
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Write, OpenMode.Create)) {
      assertStatus(() -> read(handle, 0, 1), DENIED, "not opened for reading");
    }
  }

  @Test
  void aFileIsCutOffAndExtendedWithZeros() throws Exception {
    put(sftp, "/f", "abcdef");
    try (CloseableHandle handle = sftp.open("/f", OpenMode.Read, OpenMode.Write)) {
      sftp.setStat(handle, new SftpClient.Attributes().size(2));
      sftp.setStat(handle, new SftpClient.Attributes().size(4));
      assertThat(read(handle, 0, 10)).isEqualTo("ab\0\0");
    }
    assertThat(world.stored("f")).isEqualTo("ab\0\0");
  }

  @Test
  void aFileThatWasNotChangedIsNotWrittenAgain() throws Exception {
    put(sftp, "/f", "abc");
    int writes = world.grid().stored(world.root()).writes();
    sftp.open("/f", OpenMode.Read, OpenMode.Write).close();
    assertThat(world.grid().stored(world.root()).writes()).isEqualTo(writes);
  }

  @Test
  void aLargeFileIsReadHereAndThereAndFromBeginningToEnd() throws Exception {
    byte[] contents = new byte[3_000_000];
    new java.util.Random(5).nextBytes(contents);
    try (CloseableHandle handle = sftp.open("/big", OpenMode.Write, OpenMode.Create)) {
      for (int at = 0; at < contents.length; at += 30_000) {
        sftp.write(handle, at, contents, at, 30_000);
      }
    }
    try (var in = sftp.read("/big")) {
      assertThat(in.readAllBytes()).isEqualTo(contents);
    }
    try (CloseableHandle handle = sftp.open("/big", OpenMode.Read)) {
      byte[] piece = new byte[1000];
      for (int at : new int[] {2_900_000, 17, 1_500_000, 1_501_000, 1_499_000, 2_999_500, 0}) {
        int read = sftp.read(handle, at, piece);
        assertThat(java.util.Arrays.copyOf(piece, read))
            .isEqualTo(java.util.Arrays.copyOfRange(contents, at, at + read));
        assertThat(read).isEqualTo(Math.min(1000, contents.length - at));
      }
    }
  }

  @Test
  void aMutableFileIsChangedInPlace() throws Exception {
    MutableFile file = mutable("before");
    link("m", world.grid().node(file.cap().text()), Metadata.EMPTY);
    put(sftp, "/m", "after");
    assertThat(file.contents()).isEqualTo(bytes("after"));
    assertThat(world.root().get("m").node().writeCap()).isEqualTo(Optional.of(file.cap()));
    assertThat(sftp.stat("/m").getSize()).isEqualTo(5);
    assertThat(get(sftp, "/m")).isEqualTo("after");
    try (CloseableHandle handle = sftp.open("/m", OpenMode.Read, OpenMode.Write)) {
      sftp.write(handle, 1, bytes("F"));
    }
    assertThat(file.contents()).isEqualTo(bytes("aFter"));
  }

  private MutableFile mutable(String contents) throws Exception {
    return world
        .grid()
        .grid()
        .createMutable(InitialContents.of(Source.of(bytes(contents))), MutableOptions.DEFAULT);
  }

  private void link(String name, FilesystemNode node, Metadata metadata) throws Exception {
    world.root().set(new NewLink(name, node, Optional.of(metadata)), Overwrite.ALWAYS);
  }

  @Test
  void filesAreReachedByTheirCapabilities() throws Exception {
    FilesystemNode file = world.upload("x".repeat(100));
    String path = "/uri/" + file.bestCap().orElseThrow().text();
    assertThat(get(sftp, path)).isEqualTo("x".repeat(100));
    assertThat(sftp.stat(path).getPermissions()).isEqualTo(0100444);
    assertStatus(() -> sftp.open(path, OpenMode.Write), DENIED, "without a parent directory");
    assertStatus(
        () -> sftp.open(path, OpenMode.Read, OpenMode.Create, OpenMode.Exclusive),
        FAILURE,
        "cannot create a file exclusively");
    MutableFile mutable = mutable("m");
    put(sftp, "/uri/" + mutable.cap().text(), "new");
    assertThat(mutable.contents()).isEqualTo(bytes("new"));
    String directory = "/uri/" + world.root().cap().text();
    assertStatus(() -> sftp.open(directory, OpenMode.Read), DENIED, "cannot open a directory cap");
    put(sftp, directory + "/below", "b");
    assertThat(get(sftp, "/below")).isEqualTo("b");
    assertStatus(() -> sftp.stat("/uri"), NO_SUCH_FILE, "");
    assertStatus(
        () -> sftp.open("/uri/x-unknown", OpenMode.Read), DENIED, "cannot open an unknown cap");
    assertStatus(
        () -> sftp.open("/uri/x-unknown/y", OpenMode.Read), DENIED, "child of an unknown object");
  }

  @Test
  void whatCannotBeWrittenIsNotOpenedForThat() throws Exception {
    link("f", world.upload("frozen"), Metadata.parse("{\"no-write\": true}"));
    assertThat(sftp.stat("/f").getPermissions()).isEqualTo(0100444);
    assertStatus(() -> sftp.open("/f", OpenMode.Write), DENIED, "non-writeable file");
    assertThat(get(sftp, "/f")).isEqualTo("frozen");
    sftp.mkdir("/d");
    assertStatus(() -> sftp.open("/d", OpenMode.Read), DENIED, "a directory as if it were a file");
    SftpClient reader = world.connect("reader");
    assertThat(get(reader, "/f")).isEqualTo("frozen");
    assertStatus(
        () -> reader.open("/new", OpenMode.Write, OpenMode.Create), DENIED, "is read-only");
    assertStatus(
        () -> reader.open("/new", OpenMode.Write, OpenMode.Create, OpenMode.Exclusive),
        FAILURE,
        "is read-only");
  }

  @Test
  void aHandleThatNobodyHasIsAnsweredAllTheSame() throws Exception {
    // Another session has none of that name.
    SftpClient other = world.connect();
    try (CloseableHandle gone = sftp.open("/f", OpenMode.Write, OpenMode.Create)) {
      assertStatus(() -> other.read(gone, 0, new byte[1]), NO_SUCH_FILE, "no open file");
      assertStatus(() -> other.write(gone, 0, new byte[1]), NO_SUCH_FILE, "no open file");
      assertStatus(() -> other.stat(gone), NO_SUCH_FILE, "no open file");
    }
  }

  @Test
  void nothingStaysWhereFilesWait() throws Exception {
    put(sftp, "/f", "x".repeat(1000));
    CloseableHandle left = sftp.open("/g", OpenMode.Write, OpenMode.Create);
    sftp.write(left, 0, bytes("waiting"));
    try (var files = java.nio.file.Files.list(world.spools())) {
      assertThat(files).isEmpty();
    }
    left.close();
    assertThat(world.server().openFiles()).isZero();
  }

  @Test
  void aFailedUploadFailsTheCloseAndLeavesWhatWasThere() throws Exception {
    put(sftp, "/f", "old");
    world.grid().servers().servers().forEach(server -> server.crash());
    CloseableHandle handle = sftp.open("/f", OpenMode.Write, OpenMode.Truncate);
    sftp.write(handle, 0, bytes("y".repeat(100)));
    assertStatus(() -> sftp.close(handle), FAILURE, "");
    assertThat(world.stored("f")).isEqualTo("old");
    assertThat(((Capability) world.root().cap()).text()).startsWith("URI:DIR2:");
  }
}
