package org.truckee.foolscap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.truckee.crypto.NodeCertificate;

/** The other end of a connection, played byte by byte. */
public final class RawPeer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private Socket socket;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** Connected to a port of this machine. */
  public static RawPeer connect(int port) throws IOException {
    return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** What connects next to the port. */
  public static RawPeer accept(ServerSocket server) throws IOException {
    server.setSoTimeout(TIMEOUT_MILLIS);
    return new RawPeer(server.accept());
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** So many bytes, or as many as there are before the end. */
  public byte[] receive(int length) throws IOException {
    return socket.getInputStream().readNBytes(length);
  }

  /** Everything up to and including the first empty line, or the end. */
  public String receiveBlock() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    int octet = in.read();
    while (octet >= 0) {
      text.write(octet);
      if (text.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        break;
      }
      octet = in.read();
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Everything up to the end. */
  public byte[] receiveAll() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // The other end may end as abruptly as it wants.
    }
    return bytes.toByteArray();
  }

  /** What comes within a time, and whether the end came too. */
  public byte[] receiveFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    try {
      int count = socket.getInputStream().read(piece);
      while (count >= 0) {
        bytes.write(piece, 0, count);
        count = socket.getInputStream().read(piece);
      }
    } catch (IOException _) {
      // Silence, or the end.
    }
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return bytes.toByteArray();
  }

  /** Begins TLS on either side, with or without a certificate. */
  public void startTls(boolean client, Optional<NodeCertificate> certificate) throws IOException {
    SSLSocket secure =
        (SSLSocket) context(certificate).getSocketFactory().createSocket(socket, null, -1, true);
    secure.setUseClientMode(client);
    if (!client) {
      secure.setWantClientAuth(true);
    }
    secure.startHandshake();
    socket = secure;
  }

  private static SSLContext context(Optional<NodeCertificate> certificate) {
    try {
      KeyManager[] keys = {};
      if (certificate.isPresent()) {
        char[] password = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry(
            "peer",
            certificate.get().privateKey(),
            password,
            new X509Certificate[] {certificate.get().certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        keys = factory.getKeyManagers();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
