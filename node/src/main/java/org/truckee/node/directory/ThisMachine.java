package org.truckee.node.directory;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubAddress;

/**
 * What this machine has to say about where a node is reached.
 *
 * @param portFile {@code client.port}, with the port that was chosen for the node
 */
record ThisMachine(Path portFile) implements TubAddress.Surroundings {
  @Override
  public String chosenPort() throws ConfigurationException {
    try {
      Optional<String> text = NodeFile.read(portFile);
      if (text.isPresent() && text.get().isEmpty()) {
        throw NodeDirectory.empty(portFile, "; or remove it, and tell clients the new port");
      }
      if (text.isPresent()) {
        return text.get();
      }
      String endpoint = "tcp:" + NodeDirectory.freePort();
      NodeFile.write(portFile, endpoint);
      return endpoint;
    } catch (NodeException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  @Override
  public List<String> addresses() throws ConfigurationException {
    return all().filter(Inet4Address.class::isInstance).map(InetAddress::getHostAddress).toList();
  }

  @Override
  public List<String> sixAddresses() throws ConfigurationException {
    return all()
        .filter(Inet6Address.class::isInstance)
        .filter(address -> !address.isLinkLocalAddress())
        .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
        .toList();
  }

  private static Stream<InetAddress> all() throws ConfigurationException {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    } catch (SocketException e) {
      throw new ConfigurationException(
          "[node]tub.location is AUTO, but the addresses of this machine cannot be found: write"
              + " them there",
          e);
    }
  }
}
