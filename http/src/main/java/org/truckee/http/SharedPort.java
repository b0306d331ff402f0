package org.truckee.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port at which HTTP and another protocol are spoken. The first bytes decide; a connection of the
 * other protocol leaves the HTTP library altogether and is an ordinary socket from then on.
 */
final class SharedPort extends ServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPort.class);

  /** For connections of {@code other}, and of {@code usual} if they begin otherwise. */
  SharedPort(Server server, OtherProtocol other, ConnectionFactory usual, HeadGuard http) {
    super(server, 0, 1, new FirstBytes(other, usual), usual, http);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint endPoint = new Releasable(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  /** A connection to a client that can be taken away from the HTTP library. */
  private static final class Releasable extends SocketChannelEndPoint {
    private final SelectionKey key;
    private volatile boolean released;

    Releasable(
        SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
      super(channel, selector, key, scheduler);
      this.key = key;
    }

    /** Ends everything about it but the connection itself. */
    Socket release() throws IOException {
      released = true;
      key.cancel();
      key.selector().wakeup();
      close();
      SocketChannel channel = getChannel();
      channel.configureBlocking(true);
      return channel.socket();
    }

    @Override
    public void doClose() {
      if (!released) {
        super.doClose();
      }
    }
  }

  /** Makes connections that wait for their first bytes. */
  private static final class FirstBytes extends AbstractConnectionFactory {
    private final OtherProtocol other;
    private final ConnectionFactory usual;

    FirstBytes(OtherProtocol other, ConnectionFactory usual) {
      super("first-bytes");
      this.other = other;
      this.usual = usual;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return configure(new Undecided(connector, endPoint, other, usual), connector, endPoint);
    }
  }

  /** A connection of which it is not known yet what will be spoken. */
  private static final class Undecided extends AbstractConnection
      implements Connection.UpgradeFrom {
    private final Connector connector;
    private final OtherProtocol other;
    private final ConnectionFactory usual;
    private final byte[] wanted;
    private final byte[] read;
    private int count;

    Undecided(
        Connector connector, EndPoint endPoint, OtherProtocol other, ConnectionFactory usual) {
      super(endPoint, connector.getExecutor());
      this.connector = connector;
      this.other = other;
      this.usual = usual;
      this.wanted = other.firstBytes().getBytes(StandardCharsets.US_ASCII);
      this.read = new byte[wanted.length];
    }

    @Override
    public void onOpen() {
      super.onOpen();
      fillInterested();
    }

    @Override
    public void onFillable() {
      try {
        decide(fill());
      } catch (IOException | RuntimeException e) {
        LOG.debug("a connection ended with its first bytes", e);
        close();
      }
    }

    private int fill() throws IOException {
      // The library fills what lies behind the limit.
      ByteBuffer rest = ByteBuffer.wrap(read, count, read.length - count).slice().limit(0);
      int filled = getEndPoint().fill(rest);
      count += Math.max(0, filled);
      return filled;
    }

    private void decide(int filled) throws IOException {
      if (filled < 0) {
        close();
      } else if (!Arrays.equals(read, 0, count, wanted, 0, count)) {
        getEndPoint().upgrade(usual.newConnection(connector, getEndPoint()));
      } else if (count < wanted.length) {
        fillInterested();
      } else {
        other.acceptor().accept(((Releasable) getEndPoint()).release(), read);
      }
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
      return ByteBuffer.wrap(read, 0, count);
    }
  }
}
