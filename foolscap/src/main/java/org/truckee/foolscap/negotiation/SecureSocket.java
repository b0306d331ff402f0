package org.truckee.foolscap.negotiation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.connection.Transport;

/** A socket with TLS around it. */
final class SecureSocket implements Transport {
  /** How long reading waits after nothing more will be written. */
  private static final int LAST_READ_MILLIS = 250;

  private final Socket plain;
  private final SSLSocket secure;

  SecureSocket(Socket plain, SSLSocket secure) {
    this.plain = plain;
    this.secure = secure;
  }

  void handshake() throws IOException {
    secure.startHandshake();
  }

  /** The identity that the peer has proved; empty if it showed no certificate. */
  Optional<TubId> peer() {
    try {
      Certificate[] chain = secure.getSession().getPeerCertificates();
      return Optional.of(TubId.of((X509Certificate) chain[0]));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream input() throws IOException {
    return secure.getInputStream();
  }

  @Override
  public OutputStream output() throws IOException {
    return secure.getOutputStream();
  }

  @Override
  public String address() {
    return addressOf(plain);
  }

  /** Where the other end of a socket is, for people to read. */
  static String addressOf(Socket socket) {
    return socket.getRemoteSocketAddress() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "an unknown address";
  }

  @Override
  public void finish() {
    try {
      secure.shutdownOutput();
      plain.setSoTimeout(LAST_READ_MILLIS);
    } catch (IOException e) {
      close();
    }
  }

  /** The plain socket first: closing the secure one waits for a writer that is stuck. */
  @Override
  public void close() {
    try {
      plain.close();
      secure.close();
    } catch (IOException _) {
      // It is closed, whatever it complains about.
    }
  }
}
