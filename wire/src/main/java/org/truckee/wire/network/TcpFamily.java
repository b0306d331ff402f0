package org.truckee.wire.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Connects directly by TCP, over IPv4 and IPv6. Of the addresses of a name those of either kind are
 * tried in turn, each a little later than the one before, and the first that answers is taken, so
 * that a kind that leads nowhere costs next to nothing.
 */
public final class TcpFamily implements AddressFamily {
  /** How long an address is tried alone; the usual time among programs that do this. */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final Lookup lookup;

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** With the names that this machine knows. */
  public TcpFamily() {
    this(InetAddress::getAllByName);
  }

  TcpFamily(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public boolean hides() {
    return false;
  }

  @Override
  public SocketChannel connect(Place place, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    List<InetAddress> addresses = inTurn(lookup.addresses(place.host()));
    if (addresses.size() == 1) {
      return open(new InetSocketAddress(addresses.getFirst(), place.port()), limit);
    }
    return new Race(place, addresses, deadline).run();
  }

  /** IPv6 and IPv4 by turns, beginning with what the system put first. */
  private static List<InetAddress> inTurn(InetAddress[] found) {
    boolean six = found[0] instanceof Inet6Address;
    List<InetAddress> first = new ArrayList<>();
    List<InetAddress> second = new ArrayList<>();
    Arrays.stream(found)
        .forEach(address -> (address instanceof Inet6Address == six ? first : second).add(address));
    List<InetAddress> turns = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        turns.add(first.get(i));
      }
      if (i < second.size()) {
        turns.add(second.get(i));
      }
    }
    return turns;
  }

  private static SocketChannel open(InetSocketAddress address, Duration limit) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
      channel.socket().setTcpNoDelay(true);
      return channel;
    } catch (ConnectException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      channel.close();
      ConnectException failure = new ConnectException(e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  /** The attempts at the addresses of one name. */
  private static final class Race {
    private final Place place;
    private final List<InetAddress> addresses;
    private final long deadline;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final List<Thread> runners = new ArrayList<>();
    private boolean over;

    private sealed interface Result {
      record Connected(SocketChannel channel) implements Result {}

      record Failed(IOException reason) implements Result {}
    }

    Race(Place place, List<InetAddress> addresses, long deadline) {
      this.place = place;
      this.addresses = addresses;
      this.deadline = deadline;
    }

    SocketChannel run() throws IOException, InterruptedException {
      int begun = 0;
      int failed = 0;
      IOException reason = new ConnectException("no answer in time");
      try {
        while (failed < addresses.size()) {
          if (begun < addresses.size()) {
            start(addresses.get(begun++));
          }
          long patience = deadline - System.nanoTime();
          if (begun < addresses.size()) {
            patience = Math.min(patience, HEAD_START.toNanos());
          }
          switch (results.poll(patience, TimeUnit.NANOSECONDS)) {
            case Result.Connected(SocketChannel channel) -> {
              return channel;
            }
            case Result.Failed(IOException why) -> {
              reason = why;
              failed++;
            }
            case null -> {
              if (deadline - System.nanoTime() <= 0) {
                throw reason;
              }
            }
          }
        }
        throw reason;
      } finally {
        end();
      }
    }

    private void start(InetAddress address) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      runners.add(
          Thread.ofVirtual()
              .name("connect")
              .start(() -> attempt(new InetSocketAddress(address, place.port()), left)));
    }

    private void attempt(InetSocketAddress address, Duration left) {
      try {
        SocketChannel channel = open(address, left);
        if (!offer(channel)) {
          channel.close();
        }
      } catch (IOException e) {
        results.add(new Result.Failed(e));
      }
    }

    private synchronized boolean offer(SocketChannel channel) {
      if (!over) {
        results.add(new Result.Connected(channel));
      }
      return !over;
    }

    /** Who comes second is not wanted any more. */
    private synchronized void end() throws IOException {
      over = true;
      runners.forEach(Thread::interrupt);
      for (Result left : results) {
        if (left instanceof Result.Connected(SocketChannel channel)) {
          channel.close();
        }
      }
    }
  }
}
