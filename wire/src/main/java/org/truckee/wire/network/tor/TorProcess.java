package org.truckee.wire.network.tor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Tor that the node runs for itself ({@code spec/09 §5.4}): started when it is first needed,
 * again if it has died, and ended with the node.
 */
public final class TorProcess implements TorAccess, TorFamily.SocksPorts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TorProcess.class);
  private static final Duration TO_END = Duration.ofSeconds(5);
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final Duration QUICK = Duration.ofSeconds(5);

  private final String executable;
  private final Path stateDirectory;
  private final Path controlSocket;
  private final List<String> extra;
  private Optional<Process> process = Optional.empty();
  private int socksPort;
  private boolean closed;

  /**
   * One that does not run yet.
   *
   * @param executable the program, by its path or its name
   * @param privateDirectory the folder with the secrets of the node, which only its user can enter
   */
  public TorProcess(String executable, Path privateDirectory) {
    this(executable, privateDirectory, List.of());
  }

  /** With more lines for its configuration. */
  TorProcess(String executable, Path privateDirectory, List<String> extra) {
    this.executable = executable;
    this.stateDirectory = privateDirectory.resolve("tor-statedir").toAbsolutePath();
    this.controlSocket = privateDirectory.resolve("tor.control").toAbsolutePath();
    this.extra = List.copyOf(extra);
  }

  @Override
  public List<InetSocketAddress> find(Duration limit) throws IOException, InterruptedException {
    open(limit).close();
    synchronized (this) {
      return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), socksPort));
    }
  }

  @Override
  public TorControl open(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    ensureRunning();
    while (true) {
      try {
        return TorControl.connect(UnixDomainSocketAddress.of(controlSocket), QUICK);
      } catch (TorException e) {
        if (!isRunning()) {
          throw new TorException("Tor has ended as soon as it was started; see the log", e);
        }
        if (deadline - System.nanoTime() <= 0) {
          throw e;
        }
      }
      Thread.sleep(BREATH);
    }
  }

  private synchronized boolean isRunning() {
    return process.filter(Process::isAlive).isPresent();
  }

  private synchronized void ensureRunning() throws IOException {
    if (closed) {
      throw new TorException("the node is stopping");
    }
    if (isRunning()) {
      return;
    }
    Files.createDirectories(
        stateDirectory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.deleteIfExists(controlSocket);
    socksPort = freePort();
    Process started;
    try {
      started =
          new ProcessBuilder(executable, "-f", "-", "--defaults-torrc", "/dev/null")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new TorException(
          "Tor cannot be started as '%s': install it, or name it in [tor]tor.executable"
              .formatted(executable),
          e);
    }
    process = Optional.of(started);
    Thread.ofVirtual().name("tor-output").start(() -> log(started));
    try (var configuration = started.outputWriter(StandardCharsets.UTF_8)) {
      configuration.write(configuration());
    } catch (IOException e) {
      LOG.debug("Tor does not read its configuration; it has ended, then", e);
    }
  }

  private String configuration() {
    String lines =
        """
        DataDirectory %s
        ControlPort unix:%s
        CookieAuthentication 1
        SocksPort 127.0.0.1:%d
        Log notice stdout
        __OwningControllerProcess %d
        """
            .formatted(
                quoted(stateDirectory),
                quoted(controlSocket),
                socksPort,
                ProcessHandle.current().pid());
    return lines + String.join("\n", extra) + "\n";
  }

  private static String quoted(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void log(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> LOG.debug("tor: {}", line));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("Tor says no more", e);
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    Optional<Process> running;
    synchronized (this) {
      closed = true;
      running = process;
    }
    running.ifPresent(TorProcess::end);
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
