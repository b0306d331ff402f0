package org.truckee.storage.disk;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.truckee.crypto.StorageIndex;

/** A {@link CrashableServer} seen from outside. */
final class ServerProcess {
  private static final Pattern ON_CLASS_PATH =
      Pattern.compile("classes/?$|truckee-|slf4j-api|bcprov");

  private final Process process;
  private final DataOutputStream orders;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<Optional<byte[]>>> waiting = new ConcurrentHashMap<>();
  private volatile boolean dead;

  /** Starts the process, which waits for {@link #begin} before it touches the directory. */
  ServerProcess(Path directory) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath(),
                CrashableServer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /** Only what the server needs, and no logging, so that the process starts quickly. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> ON_CLASS_PATH.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Lets the server start. */
  void begin() throws IOException {
    orders.writeByte(1);
    orders.flush();
    Thread.ofPlatform().daemon().start(this::receive);
  }

  private void receive() {
    try (DataInputStream answers =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      while (true) {
        long id = answers.readLong();
        boolean done = answers.readBoolean();
        int length = answers.readInt();
        byte[] bytes = answers.readNBytes(Math.max(0, length));
        if (bytes.length < length) {
          return;
        }
        if (done) {
          waiting.remove(id).complete(length < 0 ? Optional.empty() : Optional.of(bytes));
        } else {
          String message = new String(bytes, StandardCharsets.UTF_8);
          waiting.remove(id).completeExceptionally(new AssertionError(message));
        }
      }
    } catch (IOException e) {
      // The process was killed: what it acknowledged before has been received.
      return;
    } finally {
      dead = true;
      waiting.values().forEach(answer -> answer.completeExceptionally(new KilledException()));
    }
  }

  /**
   * Sends a command and waits for the acknowledgement.
   *
   * @throws KilledException if the process was killed before
   */
  Optional<byte[]> ask(CrashableServer.Order order) throws KilledException {
    CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
    waiting.put(order.id(), answer);
    try {
      synchronized (orders) {
        order.write(orders);
      }
    } catch (IOException e) {
      answer.completeExceptionally(new KilledException());
    }
    if (dead) {
      answer.completeExceptionally(new KilledException());
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KilledException killed) {
        throw killed;
      }
      throw new AssertionError("the server failed", e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A command for this process. */
  CrashableServer.Order order(
      CrashableServer.Command command,
      StorageIndex index,
      long seed,
      int length,
      List<Integer> offsets) {
    return new CrashableServer.Order(ids.incrementAndGet(), command, index, seed, length, offsets);
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The process was killed before it answered. */
  static final class KilledException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
