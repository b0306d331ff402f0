package org.truckee.firstgen.node;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.ReconnectDelays;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;

/**
 * The Tub of a node: its certificate, its port and where it can be reached, as the files of its
 * base directory say ({@code spec/12 §4.3}).
 */
final class NodeTub {
  /** FURLs with more hints than this could not be passed in references ({@code spec/12 §4.2}). */
  private static final int MAX_HINTS_LENGTH = 120;

  private static final int MAX_PORT = 65535;

  private NodeTub() {}

  /**
   * Opens it and listens.
   *
   * @param portFile the file with the port, which is written if there is none
   * @throws IOException if the certificate or the port cannot be used
   */
  static Tub open(OldBase base, String portFile, OldNodeOptions options) throws IOException {
    NodeCertificate certificate = certificate(base, options.clock(), options.random());
    ReconnectDelays usual = ReconnectDelays.DEFAULT;
    Tub tub =
        new Tub(
            certificate,
            TubOptions.builder()
                .oldNames()
                .random(options.random())
                .callLimit(options.callLimit())
                .delays(
                    new ReconnectDelays(
                        options.reconnect(), usual.factor(), Duration.ofMinutes(5), usual.jitter()))
                .build());
    try {
      int wanted = port(base.setting(portFile));
      InetAddress address =
          options.loopbackOnly() ? InetAddress.getLoopbackAddress() : anyAddress();
      Listener listener = tub.listen(new InetSocketAddress(address, wanted));
      if (wanted == 0) {
        base.write(portFile, Integer.toString(listener.port()));
      }
      tub.setLocation(location(base, listener.port(), options.loopbackOnly()));
      base.write("my_nodeid", tub.tubId().toString());
      return tub;
    } catch (IOException | RuntimeException e) {
      tub.close();
      throw e;
    }
  }

  private static InetAddress anyAddress() {
    return new InetSocketAddress(0).getAddress();
  }

  private static NodeCertificate certificate(OldBase base, Clock clock, SecureRandom random)
      throws IOException {
    Optional<String> pem = base.setting("node.pem");
    if (pem.isPresent()) {
      try {
        return NodeCertificate.fromPem(pem.get());
      } catch (KeyFormatException e) {
        throw new IOException(
            "%s cannot be used: %s".formatted(base.folder().resolve("node.pem"), e.getMessage()),
            e);
      }
    }
    NodeCertificate made = NodeCertificate.generate(clock, random);
    base.writeSecret("node.pem", made.toPem());
    return made;
  }

  /**
   * The number in a text such as {@code 1234} or {@code tcp:1234}; any free port if there is none.
   */
  private static int port(Optional<String> text) throws IOException {
    String number = text.orElse("0").replaceFirst("^tcp:", "");
    if (!number.matches("\\d{1,5}") || Integer.parseInt(number) > MAX_PORT) {
      throw new IOException("the file with the port of the node holds no port: " + number);
    }
    return Integer.parseInt(number);
  }

  /** Bare hints, as nodes of that age read no others. */
  private static List<ConnectionHint> location(OldBase base, int port, boolean loopbackOnly)
      throws IOException {
    Set<String> places = new LinkedHashSet<>();
    for (String advertised : base.setting("advertised_ip_addresses").orElse("").split("[,\\s]+")) {
      if (!advertised.isEmpty()) {
        places.add(advertised.contains(":") ? advertised : advertised + ":" + port);
      }
    }
    if (!loopbackOnly) {
      addresses().forEach(address -> places.add(address + ":" + port));
    }
    places.add("127.0.0.1:" + port);
    List<ConnectionHint> hints = new ArrayList<>();
    int length = 0;
    for (String place : places) {
      length += place.length() + 1;
      if (length <= MAX_HINTS_LENGTH) {
        hints.add(new ConnectionHint(place));
      }
    }
    return hints;
  }

  private static List<String> addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .toList();
  }
}
