package org.truckee.foolscap.negotiation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.truckee.crypto.NodeCertificate;

/** TLS as Tubs use it ({@code spec/06 §4.3}): both sides show a certificate of their own making. */
final class TubTls {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SSLContext context;

  TubTls(NodeCertificate certificate, SecureRandom random) {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new TubKey(certificate)},
          new TrustManager[] {new AnySelfSigned()},
          random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** The server's side; {@code ahead} has been read from the socket already. */
  SSLSocket server(Socket socket, byte[] ahead) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, new ByteArrayInputStream(ahead), true);
    secure.setUseClientMode(false);
    SSLParameters parameters = parameters(secure);
    parameters.setWantClientAuth(true);
    secure.setSSLParameters(parameters);
    return secure;
  }

  /** The client's side. Without the name of a host no session is ever resumed. */
  SSLSocket client(Socket socket) throws IOException {
    SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, -1, true);
    secure.setUseClientMode(true);
    secure.setSSLParameters(parameters(secure));
    return secure;
  }

  private static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setServerNames(List.of());
    return parameters;
  }
}
