package org.truckee.foolscap.tub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.truckee.foolscap.ConnectionHint;

/** Connects by TCP. */
public final class TcpHandler implements HintHandler {
  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public Socket connect(ConnectionHint hint, Duration limit) throws IOException {
    ConnectionHint.Address address = address(hint);
    InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
    if (resolved.isUnresolved()) {
      throw new IOException("there is no host " + address.host());
    }
    Socket socket = new Socket();
    try {
      socket.connect(resolved, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public String host(ConnectionHint hint) {
    return hint.tcpAddress().map(ConnectionHint.Address::host).orElse("");
  }

  private static ConnectionHint.Address address(ConnectionHint hint) throws IOException {
    return hint.tcpAddress().orElseThrow(() -> new IOException("unrecognized TCP hint"));
  }
}
