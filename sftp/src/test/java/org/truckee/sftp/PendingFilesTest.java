package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.sftp.OpenFilesTest.assertStatus;
import static org.truckee.sftp.SftpWorld.bytes;
import static org.truckee.sftp.SftpWorld.get;
import static org.truckee.sftp.SftpWorld.put;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.simulation.Gate;

/** Files that are being written, seen by others ({@code spec/11 §A6}). */
final class PendingFilesTest {
  private static final int NO_SUCH_FILE = 2;
  private static final int DENIED = 3;
  private static final String LONG = "0123456789".repeat(20);

  private SftpWorld world;
  private SftpClient sftp;
  private SftpClient other;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void connect() throws Exception {
    world = new SftpWorld();
    sftp = world.connect();
    other = world.connect();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    world.close();
  }

  private CloseableHandle create(String path, String contents) throws Exception {
    CloseableHandle handle = sftp.open(path, OpenMode.Read, OpenMode.Write, OpenMode.Create);
    sftp.write(handle, 0, bytes(contents));
    return handle;
  }

  private static void replace(SftpClient client, String from, String to) throws Exception {
    client.getExtension(OpenSSHPosixRenameExtension.class).posixRename(from, to);
  }

  /** Uploads wait from now on. */
  private List<Gate> stallUploads() {
    return world.grid().servers().servers().stream()
        .map(server -> server.stall(org.truckee.grid.simulation.Call.Operation.ALLOCATE))
        .toList();
  }

  private <T> Future<T> begin(Callable<T> call) {
    return threads.submit(call);
  }

  private static <T> T end(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aFileThatIsBeingWrittenIsVisibleToAll() throws Exception {
    try (CloseableHandle _ = create("/f", "abc")) {
      assertThat(sftp.stat("/f").getSize()).isEqualTo(3);
      assertThat(other.stat("/f").getSize()).isEqualTo(3);
      assertThat(other.stat("/f").getPermissions()).isEqualTo(0100666);
      assertStatus(() -> other.open("/f", OpenMode.Read), NO_SUCH_FILE, "");
      assertStatus(() -> other.rename("/nothing", "/f"), DENIED, "cannot rename to existing path");
    }
    assertThat(get(other, "/f")).isEqualTo("abc");
  }

  @Test
  void whatIsWrittenToAFileShowsInItsSize() throws Exception {
    put(sftp, "/f", "abc");
    CloseableHandle handle = sftp.open("/f", OpenMode.Write);
    sftp.write(handle, 3, bytes("def"));
    assertThat(other.stat("/f").getSize()).isEqualTo(6);
    assertThat(get(other, "/f")).isEqualTo("abc");
    handle.close();
    assertThat(get(other, "/f")).isEqualTo("abcdef");
  }

  @Test
  void aFileIsReadWhileItIsWrittenThroughTheSameHandle() throws Exception {
    try (CloseableHandle handle = create("/f", LONG)) {
      byte[] some = new byte[10];
      assertThat(sftp.read(handle, 195, some)).isEqualTo(5);
      sftp.write(handle, 190, bytes("abcdefghijklm"));
      assertThat(sftp.read(handle, 195, some)).isEqualTo(8);
    }
  }

  @Test
  void aRemovedFileGoesNowhere() throws Exception {
    CloseableHandle handle = create("/f", "abc");
    other.remove("/f");
    sftp.write(handle, 3, bytes("def"));
    assertThat(sftp.read(handle, 0, new byte[10])).isEqualTo(6);
    handle.close();
    assertStatus(() -> other.stat("/f"), NO_SUCH_FILE, "f");
    assertThat(world.server().openFiles()).isZero();
  }

  @Test
  void aRenamedFileGoesWhereItsNameIs() throws Exception {
    sftp.mkdir("/d");
    CloseableHandle handle = create("/f", "abc");
    other.rename("/f", "/d/g");
    assertThat(other.stat("/d/g").getSize()).isEqualTo(3);
    assertStatus(() -> other.stat("/f"), NO_SUCH_FILE, "f");
    handle.close();
    assertThat(get(other, "/d/g")).isEqualTo("abc");
    assertStatus(() -> other.stat("/f"), NO_SUCH_FILE, "f");
  }

  @Test
  void aDirectoryIsRenamedUnderAFileThatIsBeingWritten() throws Exception {
    sftp.mkdir("/d");
    CloseableHandle handle = create("/d/f", "abc");
    other.rename("/d", "/e");
    assertThat(other.stat("/e/f").getSize()).isEqualTo(3);
    handle.close();
    assertThat(get(other, "/e/f")).isEqualTo("abc");
  }

  @Test
  void aFileThatIsRenamedOverAnotherThatIsOpenStays() throws Exception {
    put(sftp, "/target", "old");
    CloseableHandle handle = sftp.open("/target", OpenMode.Read, OpenMode.Write);
    sftp.write(handle, 0, bytes("lost"));
    put(other, "/new", "new");
    replace(other, "/new", "/target");
    assertThat(sftp.read(handle, 0, new byte[10])).isEqualTo(4);
    handle.close();
    assertThat(get(other, "/target")).isEqualTo("new");
  }

  @Test
  void severalHandlesOnOneFileCommitOneAfterTheOther() throws Exception {
    put(sftp, "/f", "abcdef");
    CloseableHandle first = sftp.open("/f", OpenMode.Write);
    CloseableHandle second = other.open("/f", OpenMode.Write);
    sftp.write(first, 0, bytes("111"));
    other.write(second, 3, bytes("222"));
    first.close();
    assertThat(world.stored("f")).isEqualTo("111def");
    second.close();
    assertThat(world.stored("f")).isEqualTo("abc222");
  }

  @Test
  void whileAFileGoesToTheGridOthersWaitForItAndNobodyElseDoes() throws Exception {
    put(sftp, "/other", "x");
    CloseableHandle handle = create("/f", LONG);
    List<Gate> gates = stallUploads();
    Future<Void> closing =
        begin(
            () -> {
              handle.close();
              return null;
            });
    awaitHeld(gates);
    Future<String> reading = begin(() -> get(other, "/f"));
    Future<Long> sizing = begin(() -> sftp.stat("/f").getSize());
    assertThat(get(sftp, "/other")).isEqualTo("x");
    assertThat(closing.isDone() || reading.isDone() || sizing.isDone()).isFalse();
    gates.forEach(Gate::open);
    end(closing);
    assertThat(end(reading)).isEqualTo(LONG);
    assertThat(end(sizing)).isEqualTo(200);
  }

  private static void awaitHeld(List<Gate> gates) throws InterruptedException {
    gates.getFirst().awaitHeld(1);
  }

  @Test
  void aFileThatIsClosedAndThenRenamedOrRemovedIsCommittedFirst() throws Exception {
    CloseableHandle handle = create("/f", LONG);
    List<Gate> gates = stallUploads();
    Future<Void> closing =
        begin(
            () -> {
              handle.close();
              return null;
            });
    awaitHeld(gates);
    Future<Void> renaming =
        begin(
            () -> {
              other.rename("/f", "/g");
              return null;
            });
    Future<Integer> listing = begin(() -> other.readDir("/").iterator().hasNext() ? 1 : 0);
    gates.forEach(Gate::open);
    end(closing);
    end(renaming);
    assertThat(end(listing)).isEqualTo(1);
    assertThat(world.stored("g")).isEqualTo(LONG);
    assertStatus(() -> other.stat("/f"), NO_SUCH_FILE, "f");
  }

  @Test
  void whatIsSaidOfAFileBeforeItIsClosedStays() throws Exception {
    CloseableHandle handle = create("/f", "abc");
    other.setStat("/f", new SftpClient.Attributes().perms(0400));
    handle.close();
    assertThat(other.stat("/f").getPermissions()).isEqualTo(0100444);
    try (CloseableHandle g = create("/g", "abc")) {
      sftp.setStat(g, new SftpClient.Attributes().accessTime(1).modifyTime(33));
    }
    assertThat(world.root().get("g").metadata().json()).contains("\"mtime\": 33");
  }

  @Test
  void filesLeftOpenByAClientThatEndsAreCommitted() throws Exception {
    ClientSession session = world.session("alice");
    SftpClient leaving = SftpClientFactory.instance().createSftpClient(session);
    CloseableHandle handle =
        leaving.open("/left", OpenMode.Write, OpenMode.Create, OpenMode.Exclusive);
    leaving.write(handle, 0, bytes("as far as it came"));
    session.close(true);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (world.server().openFiles() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    assertThat(get(other, "/left")).isEqualTo("as far as it came");
  }

  @Test
  void whatWasWrittenIsCommittedWhenTheServerStops() throws Exception {
    CloseableHandle handle = create("/f", "abc");
    assertThat(handle.isOpen()).isTrue();
    world.server().close();
    assertThat(world.stored("f")).isEqualTo("abc");
  }
}
