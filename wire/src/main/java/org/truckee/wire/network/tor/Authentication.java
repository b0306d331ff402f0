package org.truckee.wire.network.tor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves to a Tor that this program may give orders. */
final class Authentication {
  private static final int COOKIE_BYTES = 32;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern METHODS = Pattern.compile("METHODS=(\\S+)");
  private static final Pattern COOKIE_FILE =
      Pattern.compile("COOKIEFILE=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern CHALLENGE =
      Pattern.compile("SERVERHASH=([0-9A-Fa-f]{64}) SERVERNONCE=([0-9A-Fa-f]{2,512})");
  private static final String OF_SERVER =
      "Tor safe cookie authentication server-to-controller hash";
  private static final String OF_CLIENT =
      "Tor safe cookie authentication controller-to-server hash";

  private final TorControl control;
  private final Duration limit;
  private final SecureRandom random = new SecureRandom();

  Authentication(TorControl control, Duration limit) {
    this.control = control;
    this.limit = limit;
  }

  void run() throws IOException {
    ControlReply info = control.order("PROTOCOLINFO 1", limit).require("introduce itself");
    String line =
        info.after("AUTH ")
            .orElseThrow(() -> new TorException("Tor does not say how to authenticate"));
    List<String> methods =
        find(METHODS, line).map(text -> List.of(text.split(","))).orElse(List.of());
    if (methods.contains("NULL")) {
      authenticate("");
    } else if (methods.contains("SAFECOOKIE")) {
      safeCookie(cookie(line));
    } else if (methods.contains("COOKIE")) {
      authenticate(" " + HEX.formatHex(cookie(line)));
    } else {
      throw new TorException(
          "Tor wants a password for its control port, which cannot be given; set"
              + " 'CookieAuthentication 1' in its torrc");
    }
  }

  private void authenticate(String proof) throws IOException {
    control.order("AUTHENTICATE" + proof, limit).require("accept this program");
  }

  private static byte[] cookie(String line) throws TorException {
    String name =
        find(COOKIE_FILE, line)
            .map(text -> text.replaceAll("\\\\(.)", "$1"))
            .orElseThrow(() -> new TorException("Tor does not say where its cookie is"));
    try {
      byte[] cookie = Files.readAllBytes(Path.of(name));
      if (cookie.length != COOKIE_BYTES) {
        throw new TorException("the cookie of Tor in '%s' has not 32 bytes".formatted(name));
      }
      return cookie;
    } catch (TorException e) {
      throw e;
    } catch (IOException | InvalidPathException e) {
      throw new TorException(
          ("the cookie of Tor in '%s' cannot be read; let the user of the node belong to Tor's"
                  + " group")
              .formatted(name),
          e);
    }
  }

  /** Neither side shows the cookie, and each proves to the other that it has it. */
  private void safeCookie(byte[] cookie) throws IOException {
    byte[] nonce = new byte[COOKIE_BYTES];
    random.nextBytes(nonce);
    ControlReply reply =
        control
            .order("AUTHCHALLENGE SAFECOOKIE " + HEX.formatHex(nonce), limit)
            .require("answer a challenge");
    Matcher challenge = CHALLENGE.matcher(reply.after("AUTHCHALLENGE ").orElse(""));
    if (!challenge.matches() || challenge.group(2).length() % 2 != 0) {
      throw new TorException("what answers is not the control port of Tor");
    }
    byte[] theirs = HexFormat.of().parseHex(challenge.group(2));
    byte[] wanted = hash(OF_SERVER, cookie, nonce, theirs);
    if (!MessageDigest.isEqual(wanted, HexFormat.of().parseHex(challenge.group(1)))) {
      throw new TorException("what answers at the control port does not know the cookie of Tor");
    }
    authenticate(" " + HEX.formatHex(hash(OF_CLIENT, cookie, nonce, theirs)));
  }

  private static byte[] hash(String key, byte[] cookie, byte[] ours, byte[] theirs) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      mac.update(cookie);
      mac.update(ours);
      return mac.doFinal(theirs);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
