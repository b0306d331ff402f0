package org.truckee.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.truckee.node.config.ClientEndpoint;
import org.truckee.node.config.NetworkSettings.I2pSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.NewPlace;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.wire.network.i2p.I2pDestination;
import org.truckee.wire.network.i2p.SamException;
import org.truckee.wire.network.tor.TorControl;
import org.truckee.wire.network.tor.TorProcess;

/**
 * Finds places for new nodes in the networks that hide them ({@code spec/09 §11.3}): a key and,
 * with it, a name there.
 */
public final class HiddenPlaces {
  private static final int EXTERNAL_PORT = 3457;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String ONION_KEY = "tor_onion.privkey";
  private static final String DESTINATION_KEY = "i2p_dest.privkey";
  private static final List<ClientEndpoint> USUAL_CONTROLS =
      List.of(
          new ClientEndpoint.Unix(Path.of("/var/run/tor/control")),
          new ClientEndpoint.Tcp("127.0.0.1", 9051),
          new ClientEndpoint.Tcp("127.0.0.1", 9151));

  private final boolean reveal;
  private final Consumer<String> progress;

  /**
   * Tells how it goes.
   *
   * @param reveal whether others may learn of this machine by the names that it looks up
   * @param progress gets lines for people
   */
  public HiddenPlaces(boolean reveal, Consumer<String> progress) {
    this.reveal = reveal;
    this.progress = progress;
  }

  /**
   * How Tor is reached.
   *
   * @param launch whether the node runs a Tor of its own
   * @param executable the program for that
   * @param control where the control port of a Tor is that runs already; looked for if absent
   */
  public record TorWish(
      boolean launch, Optional<String> executable, Optional<ClientEndpoint> control) {}

  /**
   * An onion service.
   *
   * @throws NodeException if Tor cannot be reached
   */
  public NewPlace tor(TorWish wish) throws NodeException, InterruptedException {
    int local = NodeDirectory.freePort();
    Map<String, String> options = new LinkedHashMap<>();
    TorControl.Added onion;
    progress.accept("connecting to Tor (to allocate .onion address)..");
    if (wish.launch()) {
      options.put("launch", "true");
      wish.executable().ifPresent(program -> options.put("tor.executable", program));
      onion = launched(wish.executable().orElse("tor"), local);
    } else {
      Connected connected = running(wish.control());
      options.put("control.port", connected.endpoint().text());
      try (TorControl control = connected.control()) {
        onion = allocate(control, local);
      } catch (IOException e) {
        throw new NodeException("no onion service can be had: " + e.getMessage(), e);
      }
    }
    options.put("onion", "true");
    options.put("onion.local_port", String.valueOf(local));
    options.put("onion.external_port", String.valueOf(EXTERNAL_PORT));
    options.put("onion.private_key_file", "private/" + ONION_KEY);
    return new NewPlace(
        List.of("tcp:%d:interface=127.0.0.1".formatted(local)),
        List.of("tor:%s.onion:%d".formatted(onion.id(), EXTERNAL_PORT)),
        Map.of("tor", options),
        Map.of(ONION_KEY, onion.key().orElseThrow()));
  }

  private record Connected(ClientEndpoint endpoint, TorControl control) {}

  private Connected running(Optional<ClientEndpoint> wanted) throws NodeException {
    for (ClientEndpoint endpoint : wanted.map(List::of).orElse(USUAL_CONTROLS)) {
      SocketAddress address = endpoint.near(reveal);
      try {
        return new Connected(endpoint, TorControl.connect(address, LIMIT));
      } catch (IOException | RuntimeException e) {
        progress.accept(
            "Unable to reach Tor at '%s': %s".formatted(endpoint.text(), e.getMessage()));
      }
    }
    throw new NodeException(
        wanted.isPresent()
            ? "unable to reach Tor at '%s'".formatted(wanted.get().text())
            : "unable to reach any default Tor control port");
  }

  private TorControl.Added launched(String executable, int local)
      throws NodeException, InterruptedException {
    try {
      Path folder = Files.createTempDirectory("tor-");
      try (TorProcess tor = new TorProcess(executable, folder);
          TorControl control = tor.open(LIMIT)) {
        return allocate(control, local);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new NodeException("no onion service can be had: " + e.getMessage(), e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private TorControl.Added allocate(TorControl control, int local) throws IOException {
    progress.accept("Tor connection established");
    progress.accept("allocating .onion address..");
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), local);
    TorControl.Added onion = control.addOnion(Optional.empty(), EXTERNAL_PORT, target, LIMIT);
    if (onion.key().isEmpty()) {
      throw new IOException("Tor keeps the key of the onion service to itself");
    }
    control.removeOnion(onion.id(), LIMIT);
    progress.accept(".onion address allocated");
    return onion;
  }

  /**
   * A destination in I2P.
   *
   * @param sam where the SAM bridge is; where it is usually if absent
   * @throws NodeException if it cannot be reached
   */
  public NewPlace i2p(Optional<ClientEndpoint.Tcp> sam) throws NodeException {
    ClientEndpoint.Tcp bridge = sam.orElse(I2pSettings.USUAL_SAM);
    progress.accept("connecting to I2P (to allocate .i2p address)..");
    I2pDestination destination;
    try {
      destination = I2pDestination.generate(bridge.address(reveal), LIMIT);
    } catch (SamException e) {
      throw new NodeException("no I2P destination can be had: " + e.getMessage(), e);
    }
    progress.accept(".i2p address allocated");
    Map<String, String> options = new LinkedHashMap<>();
    options.put("sam.port", bridge.text());
    options.put("dest", "true");
    options.put("dest.port", String.valueOf(EXTERNAL_PORT));
    options.put("dest.private_key_file", "private/" + DESTINATION_KEY);
    return new NewPlace(
        List.of("listen:i2p"),
        List.of("i2p:%s:%d".formatted(destination.host(), EXTERNAL_PORT)),
        Map.of("i2p", options),
        Map.of(DESTINATION_KEY, destination.privateKey()));
  }
}
