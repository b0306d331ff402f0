package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.truckee.sftp.session.SessionLimits;

/** Who gets in, and what is refused there. */
final class LoginTest {
  private SftpWorld world;

  private SftpWorld world(SftpServer.Limits limits) throws Exception {
    world = new SftpWorld(limits);
    return world;
  }

  private SftpWorld world() throws Exception {
    return world(SftpServer.Limits.DEFAULT);
  }

  private static SftpServer.Limits limits(int connections, int strangers, Duration login) {
    return new SftpServer.Limits(
        connections, strangers, login, 8, 1 << 20, SessionLimits.DEFAULT, Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void onlyTheRightKeyOpens() throws Exception {
    world();
    assertThatThrownBy(() -> world.session("alice", SftpWorld.key()))
        .isInstanceOf(SshException.class);
    assertThatThrownBy(() -> world.session("nobody")).isInstanceOf(SshException.class);
    assertThat(world.connect().stat("/").isDirectory()).isTrue();
  }

  @Test
  void whoFailsTooOftenWaits() throws Exception {
    world();
    int attempts = 0;
    while (isTried(SftpWorld.key())) {
      assertThat(++attempts).isLessThan(30);
    }
    assertThat(attempts).isGreaterThanOrEqualTo(4);
  }

  /** Whether the server looks at a wrong key, and does not refuse the connection as such. */
  private boolean isTried(java.security.KeyPair key) {
    try {
      world.session("alice", key);
      throw new AssertionError("a wrong key opens");
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains("No more authentication methods");
    }
  }

  @Test
  void connectionsAreCounted() throws Exception {
    world(limits(2, 2, Duration.ofSeconds(30)));
    world.session("alice");
    ClientSession second = world.session("alice");
    assertThatThrownBy(() -> world.session("alice")).isInstanceOf(IOException.class);
    second.close(true).await();
    SftpClient sftp = SftpClientFactory.instance().createSftpClient(sessionOnceThereIsRoom());
    assertThat(sftp.stat("/").isDirectory()).isTrue();
  }

  /** The server notices some time that a connection has ended. */
  private ClientSession sessionOnceThereIsRoom() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return world.session("alice");
      } catch (IOException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  @Test
  void whoDoesNotLogInIsCutOffAndKeepsFewOut() throws Exception {
    world(limits(10, 1, Duration.ofSeconds(5)));
    try (Socket idle = new Socket("127.0.0.1", world.server().port())) {
      InputStream in = idle.getInputStream();
      assertThat(in.readNBytes("SSH-2.0-Truckee".length())).asString().isEqualTo("SSH-2.0-Truckee");
      assertThatThrownBy(() -> world.session("alice")).isInstanceOf(IOException.class);
      idle.setSoTimeout(30_000);
      assertThat(in.readAllBytes()).isNotNull();
    }
  }

  @Test
  void noCommandIsRunAndNoShell() throws Exception {
    world();
    ClientSession session = world.session("alice");
    assertThat(run(session, "ls /")).startsWith("1:").contains("supports only the SFTP protocol");
    assertThat(run(session, "df -P -k /"))
        .startsWith("0:")
        .contains("Filesystem")
        .contains("628318530  314159265  314159265")
        .contains("50%");
  }

  private static String run(ClientSession session, String command) throws IOException {
    try (ChannelExec channel = session.createExecChannel(command)) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      channel.setOut(said);
      channel.setErr(said);
      channel.open().verify(Duration.ofSeconds(30));
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(30));
      return channel.getExitStatus() + ":" + said.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void nothingIsForwarded() throws Exception {
    world();
    ClientSession session = world.session("alice");
    assertThatThrownBy(
            () ->
                session.startRemotePortForwarding(
                    new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", 1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aSessionHasSoManyHandles() throws Exception {
    world(
        new SftpServer.Limits(
            10,
            10,
            Duration.ofSeconds(30),
            8,
            1 << 20,
            new SessionLimits(3, 8, 40_000, 1000, Duration.ofSeconds(1)),
            Duration.ofSeconds(10)));
    SftpClient sftp = world.connect();
    for (int i = 0; i < 3; i++) {
      sftp.openDir("/");
    }
    assertThatThrownBy(() -> sftp.openDir("/")).hasMessageContaining("more than 3 files are open");
    SftpClient other = SftpClientFactory.instance().createSftpClient(world.session("alice"));
    SftpWorld.put(other, "/f", "x".repeat(5000));
    try (var handle = other.open("/f")) {
      assertThat(other.read(handle, 0, new byte[5000], 0, 5000)).isEqualTo(1000);
    }
    // A packet that is too long is not waited for.
    assertThatThrownBy(() -> other.stat("/" + "x".repeat(50_000))).isInstanceOf(IOException.class);
  }
}
