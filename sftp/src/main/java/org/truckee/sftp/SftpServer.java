package org.truckee.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.Grid;
import org.truckee.memory.MemoryBudget;
import org.truckee.sftp.file.FileRooms;
import org.truckee.sftp.file.OpenDrafts;
import org.truckee.sftp.file.PendingFiles;
import org.truckee.sftp.session.SessionLimits;
import org.truckee.sftp.session.SessionRooms;

/** Serves a grid over SFTP ({@code spec/11}, part A). */
public final class SftpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SftpServer.class);

  private static final String SUBSYSTEM = "sftp";

  /** Files that go to the grid at the same time: more make none of them faster. */
  private static final int COMMITS = 16;

  /** What is read ahead for a file of which nobody reads is freed so soon. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** Some clients give up when they hear nothing for 15 seconds. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  /** A client that stops reading does not keep its answers in our memory for longer. */
  private static final Duration UNREAD = Duration.ofMinutes(10);

  /** What a client may send before it is read. */
  private static final long WINDOW = 512 << 10;

  private final SshServer ssh;
  private final Tasks tasks;
  private final Limits limits;
  private final FileRooms files;

  /**
   * What is served, to whom and where.
   *
   * @param grid where the files are
   * @param accounts who may enter
   * @param hostKey by which clients know the server again
   * @param address where it listens, a name or a number
   * @param port 0 for any that is free
   * @param backlog how many connections may wait to be accepted
   * @param spoolDirectory where files wait that are being written
   * @param memory what connections and answers may take of the heap
   * @param clock tells the date
   * @param zone in which listings tell it
   * @param random for keys
   * @param limits what clients may take
   */
  public record Settings(
      Grid grid,
      Accounts accounts,
      HostKey hostKey,
      String address,
      int port,
      int backlog,
      Path spoolDirectory,
      MemoryBudget memory,
      Clock clock,
      ZoneId zone,
      SecureRandom random,
      Limits limits) {}

  /**
   * What clients may take.
   *
   * @param connections at the same time
   * @param strangers how many of them need not have logged in
   * @param login how long that may take
   * @param channels of one connection
   * @param connectionMemory bytes of the heap for each
   * @param session of each channel
   * @param stop how long files that are being put into the grid may take when the server stops
   */
  public record Limits(
      int connections,
      int strangers,
      Duration login,
      int channels,
      long connectionMemory,
      SessionLimits session,
      Duration stop) {
    /** Good for a gateway of some dozen users. */
    public static final Limits DEFAULT =
        new Limits(
            256,
            32,
            Duration.ofSeconds(30),
            8,
            256 << 10,
            SessionLimits.DEFAULT,
            Duration.ofSeconds(12));
  }

  private SftpServer(SshServer ssh, Tasks tasks, Limits limits, FileRooms files) {
    this.ssh = ssh;
    this.tasks = tasks;
    this.limits = limits;
    this.files = files;
  }

  /**
   * Begins to serve.
   *
   * @throws IOException if it cannot listen there
   */
  public static SftpServer start(Settings settings) throws IOException {
    SshLibrary.prepare();
    Tasks tasks = new Tasks();
    FileRooms files =
        new FileRooms(
            new OpenDrafts(settings.spoolDirectory(), settings.random()),
            new PendingFiles(),
            new Semaphore(COMMITS),
            tasks::start);
    SessionRooms rooms =
        new SessionRooms(
            settings.grid(),
            files,
            settings.memory(),
            settings.clock(),
            settings.zone(),
            settings.limits().session());
    SshServer ssh = ssh(settings, tasks, rooms);
    SftpServer server = new SftpServer(ssh, tasks, settings.limits(), files);
    ssh.start();
    tasks.start(server::freeWhatRests);
    return server;
  }

  private static SshServer ssh(Settings settings, Tasks tasks, SessionRooms rooms) {
    SshServer ssh = SshServer.setUpDefaultServer();
    ssh.setHost(settings.address());
    ssh.setPort(settings.port());
    ssh.setKeyPairProvider(KeyPairProvider.wrap(settings.hostKey().pair()));
    ssh.setKeyExchangeFactories(SshLibrary.keyExchanges());
    ssh.setCipherFactories(SshLibrary.ciphers());
    ssh.setMacFactories(SshLibrary.macs());
    ssh.setSignatureFactories(SshLibrary.signatures());
    ssh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    ssh.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    ssh.setChannelFactories(List.of(new SftpChannel.Factory()));
    ssh.setSubsystemFactories(List.of(new Subsystem(settings.accounts(), tasks, rooms)));
    ssh.setShellFactory(_ -> new NoShell(tasks, ""));
    ssh.setCommandFactory((_, command) -> new NoShell(tasks, command));
    Admission admission =
        new Admission(settings.limits(), settings.memory(), new Penalties(System::nanoTime));
    ssh.addSessionListener(admission);
    ssh.setPublickeyAuthenticator(
        (user, key, session) -> {
          boolean known = settings.accounts().know(user, key);
          if (!known) {
            admission.refused(session);
          }
          return known;
        });
    limit(ssh, settings);
    return ssh;
  }

  private static void limit(SshServer ssh, Settings settings) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(ssh, "Truckee");
    CoreModuleProperties.SOCKET_BACKLOG.set(ssh, settings.backlog());
    CoreModuleProperties.SOCKET_KEEPALIVE.set(ssh, true);
    CoreModuleProperties.TCP_NODELAY.set(ssh, true);
    CoreModuleProperties.AUTH_TIMEOUT.set(ssh, settings.limits().login());
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(ssh, settings.limits().channels());
    CoreModuleProperties.WINDOW_SIZE.set(ssh, WINDOW);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(ssh, UNREAD);
    // Mounts rest for days; who is gone is noticed by the signs of life.
    CoreModuleProperties.IDLE_TIMEOUT.set(ssh, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(ssh, Duration.ZERO);
    ssh.setSessionHeartbeat(HeartbeatType.IGNORE, SIGN_OF_LIFE);
  }

  /** SFTP, by the name that SSH knows it by. */
  private record Subsystem(Accounts accounts, Tasks tasks, SessionRooms rooms)
      implements SubsystemFactory {
    @Override
    public String getName() {
      return SUBSYSTEM;
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new SftpProgram(tasks, accounts, rooms);
    }
  }

  private void freeWhatRests() {
    try {
      while (true) {
        Thread.sleep(REST);
        files.drafts().rest(REST);
      }
    } catch (InterruptedException _) {
      // The server is being stopped.
    }
  }

  /** The port that it listens at. */
  public int port() {
    return ssh.getPort();
  }

  /** How many files are open, or not in the grid yet. */
  int openFiles() {
    return files.drafts().count();
  }

  /** What clients have written goes to the grid, as far as that takes no longer than the limit. */
  @Override
  public void close() {
    try {
      ssh.stop(true);
      if (!tasks.awaitOnly(1, limits.stop())) {
        LOG.warn(
            "files written over SFTP are not in the grid yet, and are lost: it takes too long");
      }
    } catch (IOException e) {
      LOG.warn("the SFTP server did not stop in good order", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      tasks.end();
    }
  }
}
