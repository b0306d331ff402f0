package org.truckee.bench.grid;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on the loopback interface that makes a near server a far one: every byte arrives half
 * a round trip after it was sent, in either direction, and as many bytes are under way as were
 * sent, so that throughput stays.
 *
 * <p>A connection through a proxy is accepted at once, which over a real distance takes a round
 * trip; so the first bytes of each connection are held back for that round trip too.
 *
 * <p>Each connection has two pumps, each pump a thread that reads and stamps chunks and one that
 * delivers them when they are due.
 */
final class DelayingProxy implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  /** Chunks under way in one direction of a connection: 256 MB, more than any row sends. */
  private static final int UNDER_WAY = 4096;

  private record Chunk(byte[] bytes, long due) {
    static Chunk end(long due) {
      return new Chunk(new byte[0], due);
    }

    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Duration roundTrip;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Listens on a free loopback port for connections to the target. */
  DelayingProxy(InetSocketAddress target, Duration roundTrip) throws IOException {
    this.target = target;
    this.roundTrip = roundTrip;
    this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("delaying-proxy-" + port()).start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        long usable = System.nanoTime() + roundTrip.toNanos();
        Thread.ofVirtual().start(() -> carry(near, usable));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("the proxy to " + target + " failed", e);
        }
      }
    }
  }

  private void carry(Socket near, long usable) {
    try (near;
        Socket far = new Socket(target.getAddress(), target.getPort())) {
      open.add(near);
      open.add(far);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      List<Thread> pumps = new ArrayList<>(pump(near, far, usable));
      pumps.addAll(pump(far, near, usable));
      for (Thread pump : pumps) {
        pump.join();
      }
      open.remove(far);
    } catch (IOException gone) {
      // Both ends see a closed connection, which is all that a network tells them.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
    }
  }

  private List<Thread> pump(Socket from, Socket to, long usable) {
    BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(UNDER_WAY);
    return List.of(
        Thread.ofVirtual().start(() -> read(from, underWay, usable)),
        Thread.ofVirtual().start(() -> deliver(underWay, from, to)));
  }

  private void read(Socket from, BlockingQueue<Chunk> underWay, long usable) {
    try {
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[CHUNK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          underWay.put(new Chunk(Arrays.copyOf(buffer, n), due(usable)));
        }
      } catch (IOException reset) {
        // The other side learns of it as it would of an orderly end.
      }
      underWay.put(Chunk.end(due(usable)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long due(long usable) {
    return Math.max(System.nanoTime(), usable) + roundTrip.toNanos() / 2;
  }

  private void deliver(BlockingQueue<Chunk> underWay, Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = underWay.take(); !chunk.isEnd(); chunk = underWay.take()) {
        TimeUnit.NANOSECONDS.sleep(chunk.due() - System.nanoTime());
        out.write(chunk.bytes());
      }
      to.shutdownOutput();
    } catch (IOException gone) {
      underWay.clear();
      closeQuietly(from);
      closeQuietly(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closed is what it should be.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(DelayingProxy::closeQuietly);
  }
}
