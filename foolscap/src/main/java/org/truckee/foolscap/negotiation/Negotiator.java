package org.truckee.foolscap.negotiation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.NegotiationException;
import org.truckee.foolscap.banana.TokenWriter;
import org.truckee.foolscap.banana.Vocabulary;

/**
 * Brings a connection from the first byte to Banana ({@code spec/06 §4}): a plain request for a
 * Tub, TLS, who both sides are, and what they agree on. It sets no time limit: whoever calls it
 * closes the socket when it has waited long enough.
 */
public final class Negotiator {
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "Upgrade: TLS/1.0, PB/1.0\r\n"
          + "Connection: Upgrade\r\n\r\n";
  private static final String UPGRADE = "Upgrade: TLS/1.0";
  private static final int SHOWN = 200;
  private static final int LINGER_MILLIS = 250;
  private static final int LINGER_BYTES = 16 << 10;

  private final TubId tubId;
  private final String incarnation;
  private final TubTls tls;
  private final Encounters encounters;

  /**
   * For the Tub with that certificate.
   *
   * @param incarnation 16 hexadecimal digits that the Tub has chosen when it started
   */
  public Negotiator(
      NodeCertificate certificate, String incarnation, SecureRandom random, Encounters encounters) {
    this.tubId = certificate.tubId();
    this.incarnation = incarnation;
    this.tls = new TubTls(certificate, random);
    this.encounters = encounters;
  }

  /**
   * As the side that was connected to.
   *
   * @param ahead what has been read from the socket already
   * @throws NegotiationException if it does not come to a connection; the socket is closed
   */
  public Negotiated accept(Socket socket, byte[] ahead) throws NegotiationException {
    try {
      ByteArrayInputStream first = new ByteArrayInputStream(ahead);
      acceptPlain(new SequenceInputStream(first, socket.getInputStream()), socket);
      SecureSocket secure = new SecureSocket(socket, tls.server(socket, first.readAllBytes()));
      HeaderBlock own = Hello.own(tubId, incarnation, Optional.empty());
      return negotiate(secure, own, Optional.empty());
    } catch (IOException | Refusal e) {
      throw failed(socket, e);
    }
  }

  private void acceptPlain(InputStream in, Socket socket) throws IOException, Refusal {
    OutputStream out = socket.getOutputStream();
    try {
      checkRequest(HeaderBlock.readText(in));
    } catch (Refusal e) {
      String text = "HTTP/1.1 500 Internal Server Error: " + e.told().orElseThrow() + "\r\n\r\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      throw e;
    }
    out.write(SWITCHING.getBytes(StandardCharsets.US_ASCII));
  }

  private void checkRequest(String block) throws Refusal {
    String line = block.lines().findFirst().orElse("");
    String[] words = line.strip().split("\\s+");
    if (!line.startsWith("GET ") || words.length != 3 || !words[1].startsWith("/id/")) {
      throw Refusal.internal("a request that is not for a Tub");
    }
    String wanted = words[1].substring("/id/".length());
    if (wanted.isEmpty()) {
      throw Refusal.saying("secure Tubs require encryption");
    }
    if (!wanted.equals(tubId.toString())) {
      throw Refusal.saying("unknown TubID " + wanted);
    }
  }

  /**
   * As the side that has connected.
   *
   * @param host what the peer is called in the plain request
   * @param last the two words of the last connection in which the peer was master, as far as was
   *     known when this one was wanted: whoever names a connection asks to have it replaced ({@code
   *     spec/06 §4.8})
   * @throws NegotiationException if it does not come to a connection; the socket is closed
   */
  public Negotiated connect(Socket socket, String host, TubId target, Optional<String> last)
      throws NegotiationException {
    try {
      String request =
          "GET /id/%s HTTP/1.1\r\nHost: %s\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n"
              .formatted(target, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      checkReply(HeaderBlock.readText(socket.getInputStream()));
      HeaderBlock own = Hello.own(tubId, incarnation, Optional.of(last.orElse("none 0")));
      return negotiate(new SecureSocket(socket, tls.client(socket)), own, Optional.of(target));
    } catch (IOException | Refusal e) {
      throw failed(socket, e);
    }
  }

  private static void checkReply(String block) throws Refusal {
    String line = block.lines().findFirst().orElse("");
    String[] words = line.split("\\s+");
    if (words.length < 2 || !words[1].equals("101")) {
      throw Refusal.byPeer(
          "not right, got '%s', expected 101 Switching Protocols".formatted(printable(line)));
    }
    if (!block.contains(UPGRADE)) {
      throw Refusal.byPeer("header didn't contain TLS upgrade: " + printable(line));
    }
  }

  private Negotiated negotiate(SecureSocket secure, HeaderBlock own, Optional<TubId> target)
      throws IOException, Refusal {
    secure.handshake();
    OutputStream out = secure.output();
    out.write(own.bytes());
    out.flush();
    Hello hello;
    TubId peer;
    boolean master;
    try {
      hello = Hello.of(HeaderBlock.read(secure.input()));
      peer = identify(secure, hello, target);
      // The order of the texts, in which digits come before letters.
      master = tubId.toString().compareTo(peer.toString()) > 0;
      if (master) {
        return decide(secure, hello, peer);
      }
    } catch (Refusal e) {
      if (e.told().isPresent()) {
        out.write(Decision.refusal(e.told().get()).bytes());
        secure.finish();
      }
      throw e;
    }
    return follow(secure, hello, peer);
  }

  private TubId identify(SecureSocket secure, Hello hello, Optional<TubId> target) throws Refusal {
    TubId peer = secure.peer().orElseThrow(() -> Refusal.internal("the peer shows no certificate"));
    if (!hello.tubId().equals(Optional.of(peer.toString()))) {
      throw Refusal.internal(
          "the peer claims to be '%s' and is %s"
              .formatted(printable(hello.tubId().orElse("")), peer));
    }
    if (target.isPresent() && !target.get().equals(peer)) {
      throw Refusal.internal("the peer is %s instead of %s".formatted(peer, target.get()));
    }
    if (peer.equals(tubId)) {
      throw Refusal.internal("the peer is this Tub itself");
    }
    return peer;
  }

  private Negotiated decide(SecureSocket secure, Hello hello, TubId peer)
      throws IOException, Refusal {
    OptionalLong sequence = encounters.admit(peer, hello);
    if (sequence.isEmpty()) {
      throw Refusal.saying("Duplicate connection");
    }
    try {
      int index = Hello.VOCABULARIES.best(hello.vocabularies(), "initial vocab set");
      Vocabulary vocabulary = Vocabulary.of(index).orElseThrow();
      String connection = incarnation + " " + sequence.getAsLong();
      OutputStream out = secure.output();
      out.write(new Decision(vocabulary, Optional.of(connection)).block().bytes());
      out.flush();
      return new Negotiated(
          secure,
          peer,
          vocabulary,
          true,
          hello.incarnation().orElse(""),
          sequence.getAsLong(),
          Optional.empty());
    } catch (IOException | Refusal e) {
      encounters.withdraw(peer, sequence.getAsLong());
      throw e;
    }
  }

  private Negotiated follow(SecureSocket secure, Hello hello, TubId peer)
      throws IOException, Refusal {
    Decision decision;
    try {
      decision = Decision.of(HeaderBlock.read(secure.input()));
    } catch (Refusal e) {
      if (e.told().isPresent()) {
        TokenWriter tokens = new TokenWriter(secure.output(), Vocabulary.EMPTY);
        tokens.error(e.told().get());
        tokens.flush();
        secure.finish();
      }
      throw e;
    }
    return new Negotiated(
        secure,
        peer,
        decision.vocabulary(),
        false,
        hello.incarnation().orElse(""),
        0,
        decision.connection());
  }

  private NegotiationException failed(Socket socket, Exception cause) {
    String address = SecureSocket.addressOf(socket);
    try (socket) {
      linger(socket);
    } catch (IOException _) {
      // It is closed, whatever it complains about.
    }
    return new NegotiationException(
        "negotiation with %s failed: %s".formatted(address, printable(cause.getMessage())), cause);
  }

  /**
   * Reads for a moment what the peer is still sending: a socket that is closed with unread bytes
   * takes back what was written last.
   */
  private static void linger(Socket socket) throws IOException {
    socket.setSoTimeout(LINGER_MILLIS);
    byte[] waste = new byte[LINGER_BYTES];
    int left = LINGER_BYTES;
    while (left > 0) {
      int count = socket.getInputStream().read(waste, 0, left);
      if (count < 0) {
        return;
      }
      left -= count;
    }
  }

  private static String printable(String text) {
    String clean = String.valueOf(text).replaceAll("[^ -~]", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
  }
}
