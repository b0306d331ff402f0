package org.truckee.wire.network.tor;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.truckee.wire.network.Place;

/** Asks a SOCKS proxy of version 5 for a connection (RFC 1928). */
final class Socks5 {
  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int MAX_NAME = 255;
  private static final int PORT_BYTES = 2;

  private Socks5() {}

  /** There is no proxy, so that another may be tried. */
  static final class NoProxyException extends ConnectException {
    private static final long serialVersionUID = 1L;

    NoProxyException(InetSocketAddress proxy, IOException cause) {
      super("no SOCKS proxy at %s: %s".formatted(text(proxy), cause.getMessage()));
      initCause(cause);
    }
  }

  /**
   * Connects.
   *
   * @throws NoProxyException if the proxy cannot be connected to
   * @throws ConnectException if it does not connect; the message says why
   */
  static SocketChannel connect(InetSocketAddress proxy, Place place, Duration limit)
      throws IOException {
    byte[] host = place.host().getBytes(StandardCharsets.US_ASCII);
    if (host.length > MAX_NAME) {
      throw new ConnectException("the name of the host is too long");
    }
    int millis = Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
    SocketChannel channel = SocketChannel.open();
    Socket socket = channel.socket();
    try {
      socket.connect(proxy, millis);
    } catch (IOException e) {
      channel.close();
      throw new NoProxyException(proxy, e);
    }
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      negotiate(socket, host, place.port());
      socket.setSoTimeout(0);
      return channel;
    } catch (ConnectException e) {
      channel.close();
      throw e;
    } catch (SocketTimeoutException e) {
      channel.close();
      throw failure("the SOCKS proxy at %s did not connect in time".formatted(text(proxy)), e);
    } catch (EOFException e) {
      channel.close();
      throw failure("the SOCKS proxy at %s hangs up".formatted(text(proxy)), e);
    } catch (IOException e) {
      channel.close();
      throw failure("the SOCKS proxy at %s: %s".formatted(text(proxy), e.getMessage()), e);
    }
  }

  private static void negotiate(Socket socket, byte[] host, int port) throws IOException {
    // Reads no further than it is told: what follows is for others.
    DataInputStream in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write(new byte[] {VERSION, 1, NO_AUTHENTICATION});
    if (in.readUnsignedByte() != VERSION || in.readUnsignedByte() != NO_AUTHENTICATION) {
      throw new ConnectException("it is no SOCKS proxy that is open to everybody");
    }
    byte[] request = new byte[5 + host.length + PORT_BYTES];
    request[0] = VERSION;
    request[1] = CONNECT;
    request[3] = NAME;
    request[4] = (byte) host.length;
    System.arraycopy(host, 0, request, 5, host.length);
    request[5 + host.length] = (byte) (port >>> 8);
    request[6 + host.length] = (byte) port;
    socket.getOutputStream().write(request);
    if (in.readUnsignedByte() != VERSION) {
      throw new ConnectException("it is no SOCKS proxy of version 5");
    }
    int reply = in.readUnsignedByte();
    if (reply != 0) {
      throw new ConnectException(reason(reply));
    }
    in.readUnsignedByte();
    int length =
        switch (in.readUnsignedByte()) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> in.readUnsignedByte();
          default -> throw new ConnectException("the SOCKS proxy gives no address");
        };
    in.readFully(new byte[length + PORT_BYTES]);
  }

  /** What the replies of RFC 1928, and those of Tor for onion services, mean. */
  private static String reason(int reply) {
    return switch (reply) {
      case 0x01 -> "the SOCKS proxy cannot connect";
      case 0x02 -> "the SOCKS proxy does not allow the connection";
      case 0x03 -> "the network is not reachable through the SOCKS proxy";
      case 0x04 -> "the host is not reachable through the SOCKS proxy";
      case 0x05 -> "the connection was refused behind the SOCKS proxy";
      case 0x06 -> "the connection took too long behind the SOCKS proxy";
      case 0xf0 -> "the onion service is not known";
      case 0xf1 -> "the descriptor of the onion service is invalid";
      case 0xf2, 0xf3 -> "the onion service cannot be reached";
      case 0xf6 -> "the address of the onion service is invalid";
      case 0xf7 -> "the onion service did not answer in time";
      default -> "the SOCKS proxy answers with error 0x%02x".formatted(reply);
    };
  }

  private static ConnectException failure(String message, IOException cause) {
    ConnectException failure = new ConnectException(message);
    failure.initCause(cause);
    return failure;
  }

  private static String text(InetSocketAddress proxy) {
    return proxy.getHostString() + ":" + proxy.getPort();
  }
}
