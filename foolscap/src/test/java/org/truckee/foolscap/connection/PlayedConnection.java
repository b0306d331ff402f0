package org.truckee.foolscap.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.TokenText;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;

/** A connection without sockets, whose other end is played byte by byte. */
final class PlayedConnection implements AutoCloseable {
  static final TubId OWN = TestTubs.certificate("B").tubId();
  static final TubId PEER = TestTubs.certificate("A").tubId();

  static final ConnectionOptions OPTIONS =
      new ConnectionOptions(
          Optional.empty(),
          Optional.empty(),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          1 << 20,
          false,
          Set.of());

  private final Script script = new Script();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch lost = new CountDownLatch(1);
  private final Map<String, LocalObject> objects = new HashMap<>();
  final Connection connection;

  PlayedConnection(ConnectionOptions options, Map<String, LocalObject> published)
      throws IOException {
    objects.putAll(published);
    connection =
        new Connection(
            new Played(script), PEER, Vocabulary.PROTOCOL_WORDS, false, options, new PlayedHome());
    connection.start();
  }

  void play(byte[] bytes) {
    script.add(bytes);
  }

  /** Waits until the connection has read everything and wants more. */
  void awaitAllRead() throws InterruptedException {
    if (!script.drained.tryAcquire(TestTubs.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("not everything was read");
    }
  }

  /** Waits until at least so many messages have been written, or the connection has ended. */
  List<String> awaitMessages(int count) throws InterruptedException {
    long end = System.nanoTime() + TestTubs.LIMIT.toNanos();
    synchronized (written) {
      while (messages().size() < count && connection.isOpen()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("only these were written: " + messages());
        }
        written.wait(left);
      }
      return messages();
    }
  }

  private List<String> messages() {
    return TokenText.messages(written.toByteArray());
  }

  List<String> tokens() {
    synchronized (written) {
      return TokenText.of(written.toByteArray());
    }
  }

  void awaitEnd() throws InterruptedException {
    if (!lost.await(TestTubs.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the connection has not ended");
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  /** What the other end sends. */
  private static final class Script extends InputStream {
    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private byte[] current = {};
    private int at;

    /** Has a permit while the reader waits for more than there is. */
    private final Semaphore drained = new Semaphore(0);

    void add(byte[] bytes) {
      drained.drainPermits();
      pieces.add(bytes);
    }

    @Override
    public int read() {
      throw new AssertionError("nobody reads single bytes");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        while (at == current.length) {
          if (pieces.isEmpty()) {
            drained.release();
          }
          current = pieces.take();
          at = 0;
        }
      } catch (InterruptedException e) {
        throw new IOException("the connection is closed", e);
      }
      int count = Math.min(length, current.length - at);
      System.arraycopy(current, at, target, offset, count);
      at += count;
      return count;
    }
  }

  private final class PlayedHome implements Home {
    @Override
    public Optional<LocalObject> find(String name) {
      return Optional.ofNullable(objects.get(name));
    }

    @Override
    public Optional<Furl> shown(LocalObject object) {
      String name =
          objects.entrySet().stream()
              .filter(entry -> entry.getValue().implementation() == object.implementation())
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("random");
      return Optional.of(Furl.of(OWN, List.of(new ConnectionHint("tcp:127.0.0.1:44472")), name));
    }

    @Override
    public void forgotten(LocalObject object) {}

    @Override
    public RemoteReference resolve(Furl furl, Duration limit) throws NegotiationException {
      throw new NegotiationException("nobody can be reached here");
    }

    @Override
    public void lost(Connection ended) {
      lost.countDown();
      synchronized (written) {
        written.notifyAll();
      }
    }
  }

  private final class Played implements Transport {
    private final InputStream in;

    Played(InputStream in) {
      this.in = in;
    }

    @Override
    public InputStream input() {
      return in;
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int octet) {
          write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          synchronized (written) {
            written.write(bytes, offset, length);
            written.notifyAll();
          }
        }
      };
    }

    @Override
    public String address() {
      return "a test";
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
