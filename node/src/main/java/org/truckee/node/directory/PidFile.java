package org.truckee.node.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.node.config.NodeException;

/**
 * {@code running.process}: says which process runs the node of a directory, so that no second one
 * does ({@code spec/09 §8.2}).
 *
 * <p>Unlike the reference, a process that began at another time than the file says is known to be
 * another one that has inherited the number: in a container, a node that was killed would otherwise
 * block itself for ever.
 */
public final class PidFile implements AutoCloseable {
  private static final String NAME = "running.process";
  private static final int MAX_DIGITS = 18;
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([0-9]{1,%d})\\s+([0-9]{1,%d}(?:\\.[0-9]*)?(?:[eE]\\+?[0-9]{1,2})?)\\s*"
              .formatted(MAX_DIGITS, MAX_DIGITS));

  /** Process start times move when the clock is set; by more than this only if somebody plays. */
  private static final Duration SAME_START = Duration.ofMinutes(1);

  /** Directories that run in this very process, where the process id tells nothing. */
  private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

  /** Ours; the reference ignores it. */
  private static final String LIFE_LOCK = "truckee.lock";

  private final Path directory;
  private final Path file;
  private final FileChannel life;
  private Optional<String> leftover = Optional.empty();

  private PidFile(Path directory) throws IOException {
    this.directory = directory;
    this.file = directory.resolve(NAME);
    this.life =
        FileChannel.open(
            directory.resolve(LIFE_LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * Takes possession of a node directory for this process.
   *
   * @throws NodeException if another process has it, or the file is damaged
   */
  public static PidFile take(Path nodeDirectory) throws NodeException {
    try {
      Path directory = nodeDirectory.toRealPath();
      if (!HERE.add(directory)) {
        throw running(nodeDirectory, ProcessHandle.current().pid());
      }
      try {
        return claimed(directory);
      } catch (IOException | RuntimeException e) {
        HERE.remove(directory);
        throw e;
      }
    } catch (NodeException e) {
      throw e;
    } catch (IOException e) {
      throw new NodeException(
          "'%s' cannot be claimed: %s".formatted(nodeDirectory, NodeFile.reason(e)), e);
    }
  }

  private static PidFile claimed(Path directory) throws IOException {
    PidFile pidFile = new PidFile(directory);
    try {
      pidFile.claim();
      return pidFile;
    } catch (IOException | RuntimeException e) {
      pidFile.life.close();
      throw e;
    }
  }

  private void claim() throws IOException {
    // Another node of ours holds it as long as it lives, whatever clocks and process ids say.
    if (life.tryLock() == null) {
      throw new NodeException(
          "A process is already running in '%s'%s: stop it first, or use that one"
              .formatted(directory, recordedPid()));
    }
    Path lockFile = directory.resolve(NAME + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = lock(channel, lockFile)) {
      // An empty one is what the loss of power leaves.
      Optional<String> old = NodeFile.read(file).filter(text -> !text.isEmpty());
      if (old.isPresent()) {
        Matcher form = FORM.matcher(old.get());
        if (!form.matches()) {
          throw new NodeException(
              "found invalid PID file in %s: remove it if no node runs in this directory"
                  .formatted(file));
        }
        long pid = Long.parseLong(form.group(1));
        if (isAlive(pid, Double.parseDouble(form.group(2)))) {
          throw running(directory, pid);
        }
        leftover = Optional.of("'%s' refers to %d that isn't running".formatted(file, pid));
      }
      ProcessHandle self = ProcessHandle.current();
      NodeFile.writeDerived(file, String.format(Locale.ROOT, "%d %.2f", self.pid(), started(self)));
    }
  }

  /** What a process left that ended without tidying up, in words. */
  public Optional<String> leftover() {
    return leftover;
  }

  /** Held for a moment only. Another process that holds it is starting a node right now. */
  private static AutoCloseableLock lock(FileChannel channel, Path lockFile) throws IOException {
    var lock = channel.tryLock();
    if (lock == null) {
      throw new NodeException(
          "Another process is still locking %s: is a node being started there?"
              .formatted(lockFile));
    }
    return lock::release;
  }

  private interface AutoCloseableLock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private static boolean isAlive(long pid, double recordedStart) {
    ProcessHandle self = ProcessHandle.current();
    if (pid == self.pid()) {
      // This process is not in HERE with this directory: an earlier one had the same number.
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    Optional<Instant> start = process.get().info().startInstant();
    return start.isEmpty()
        || Math.abs(start.get().toEpochMilli() / 1000.0 - recordedStart) < SAME_START.toSeconds();
  }

  private static double started(ProcessHandle process) {
    return process.info().startInstant().orElseGet(Instant::now).toEpochMilli() / 1000.0;
  }

  private static NodeException running(Path directory, long pid) {
    return new NodeException(
        "A process is already running as PID %d in '%s': stop it first, or use that one"
            .formatted(pid, directory));
  }

  private String recordedPid() throws NodeException {
    Matcher form = FORM.matcher(NodeFile.read(file).orElse(""));
    return form.matches() ? " as PID " + form.group(1) : "";
  }

  private void release() throws NodeException {
    try {
      life.close();
    } catch (IOException e) {
      throw new NodeException("the lock of '%s' does not open".formatted(directory), e);
    }
  }

  /** Gives the directory up. */
  @Override
  public void close() throws NodeException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be removed: %s".formatted(file, NodeFile.reason(e)), e);
    } finally {
      release();
      HERE.remove(directory);
    }
  }
}
