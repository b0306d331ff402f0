package org.truckee.node.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.ServerId;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeConfiguration.TubSettings;

/** Turns options into a {@link NodeConfiguration}; one for each. */
final class ConfigurationReader {
  private static final String NOT_YET = "Truckee does not support this yet";

  private final Options tahoe;
  private final Options truckee;
  private final IniFile file;
  private final List<String> notices = new ArrayList<>();

  ConfigurationReader(Options tahoe, Options truckee, IniFile file) {
    this.tahoe = tahoe;
    this.truckee = truckee;
    this.file = file;
  }

  NodeConfiguration read() throws ConfigurationException {
    refuseConnections();
    refuseClientParts();
    refuseServices();
    return new NodeConfiguration(
        tahoe.text("node", "nickname").orElse("<unspecified>"),
        new TubSettings(tahoe.text("node", "tub.port"), tahoe.text("node", "tub.location")),
        web(),
        tahoe.path("node", "tempdir", "tmp"),
        tahoe.path("node", "web.static", "public_html"),
        encoding(),
        mutableFormat(),
        preferredServers(),
        connections(),
        introducer(),
        storage(),
        List.copyOf(notices));
  }

  NodeConfiguration readIntroducer() throws ConfigurationException {
    refuseConnections();
    return new NodeConfiguration(
        tahoe.text("node", "nickname").orElse("<unspecified>"),
        new TubSettings(tahoe.text("node", "tub.port"), tahoe.text("node", "tub.location")),
        web(),
        tahoe.path("node", "tempdir", "tmp"),
        tahoe.path("node", "web.static", "public_html"),
        EncodingParameters.DEFAULT,
        MutableFormat.SDMF,
        Set.of(),
        connections(),
        Optional.empty(),
        Optional.empty(),
        List.copyOf(notices));
  }

  private ConnectionSettings connections() throws ConfigurationException {
    return new ConnectionSettings(
        seconds("timeout.keepalive"),
        seconds("timeout.disconnect"),
        tahoe.flag("client", "force_foolscap", false));
  }

  private Optional<Duration> seconds(String option) throws ConfigurationException {
    if (tahoe.nonEmpty("node", option).isEmpty()) {
      return Optional.empty();
    }
    int seconds = tahoe.integer("node", option, 0);
    if (seconds < 1) {
      throw tahoe.bad("node", option, "Not a time: " + seconds, "write seconds, at least 1");
    }
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private Optional<String> introducer() throws ConfigurationException {
    Optional<String> furl = tahoe.nonEmpty("client", "introducer.furl").map(Python::strip);
    if (furl.equals(Optional.of("None"))) {
      throw new ConfigurationException(
          ("'%s' has invalid 'introducer.furl = None': to disable it omit the key entirely")
              .formatted(file.name()));
    }
    return furl;
  }

  private Optional<Endpoint> web() throws ConfigurationException {
    Optional<String> port = tahoe.nonEmpty("node", "web.port").map(Python::strip);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    String text = Character.isDigit(port.get().charAt(0)) ? "tcp:" + port.get() : port.get();
    try {
      return Optional.of(Endpoint.parse(text));
    } catch (IllegalArgumentException e) {
      throw tahoe.bad("node", "web.port", "'" + port.get() + "' cannot be used", e.getMessage());
    }
  }

  private EncodingParameters encoding() throws ConfigurationException {
    int needed = tahoe.integer("client", "shares.needed", 3);
    int happy = tahoe.integer("client", "shares.happy", 7);
    int total = tahoe.integer("client", "shares.total", 10);
    int segment =
        tahoe.integer(
            "client",
            "shares._max_immutable_segment_size_for_testing",
            EncodingParameters.DEFAULT_MAX_SEGMENT_SIZE);
    if (happy > total) {
      throw new ConfigurationException(
          ("'%s' [client]shares.happy = %d is more than shares.total = %d: no upload could ever lie"
                  + " on that many servers; lower the one or raise the other")
              .formatted(file.name(), happy, total));
    }
    try {
      return new EncodingParameters(needed, happy, total, segment);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "'%s' [client]shares.needed, shares.happy, shares.total: %s"
              .formatted(file.name(), e.getMessage()),
          e);
    }
  }

  /** What is no word for MDMF means SDMF, as in the reference ({@code spec/09 §4.3}). */
  private MutableFormat mutableFormat() throws ConfigurationException {
    return tahoe.text("client", "mutable.format").orElse("").equalsIgnoreCase("mdmf")
        ? MutableFormat.MDMF
        : MutableFormat.SDMF;
  }

  private Set<ServerId> preferredServers() throws ConfigurationException {
    return Arrays.stream(tahoe.text("client", "peers.preferred").orElse("").split(","))
        .map(Python::strip)
        .filter(name -> !name.isEmpty())
        .map(ServerId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<StorageSettings> storage() throws ConfigurationException {
    if (!tahoe.flag("storage", "enabled", true)) {
      return Optional.empty();
    }
    refuse("storage", "debug_discard", "discarding data");
    refuse("storage", "grid_management", "grid managers are not there yet");
    refuseText("storage", "plugins", "storage plugins");
    if (!tahoe.flag("storage", "anonymous", true)) {
      throw tahoe.bad("storage", "anonymous", NOT_YET, "without it nobody could use the storage");
    }
    if (tahoe.flag("storage", "expire.enabled", false)) {
      notices.add(
          "[storage]expire.enabled is not supported yet: shares are kept when their leases expire");
    }
    return Optional.of(
        new StorageSettings(
            tahoe.path("storage", "storage_dir", "storage"),
            tahoe.size("storage", "reserved_space", 0),
            tahoe.flag("storage", "readonly", false),
            tahoe.flag("storage", "force_foolscap", false),
            truckee.flag("storage", "durable", true)));
  }

  private void refuseConnections() throws ConfigurationException {
    String tcp = tahoe.text("connections", "tcp").orElse("tcp").toLowerCase(Locale.ROOT);
    switch (tcp) {
      case "tcp" -> {}
      case "tor", "i2p", "disabled" ->
          throw tahoe.bad("connections", "tcp", tcp, "Truckee connects by plain TCP only so far");
      default ->
          throw new ConfigurationException(
              "'tahoe.cfg [connections] tcp=' uses unknown handler type '%s'".formatted(tcp));
    }
    if (!tahoe.flag("node", "reveal-ip-address", true)) {
      throw new ConfigurationException(
          "Privacy requested with `reveal-IP-address = false` but `tcp = tcp` conflicts with"
              + " this.");
    }
    refuse("tor", "launch", "start Tor yourself, or leave the option out");
    refuse("tor", "onion", "onion services are not there yet");
    refuse("i2p", "launch", "I2P is not there yet");
    refuse("i2p", "dest", "I2P is not there yet");
    if (tahoe.nonEmpty("node", "log_gatherer.furl").isPresent()) {
      notices.add("[node]log_gatherer.furl is not supported yet: nothing is sent to the gatherer");
    }
  }

  private void refuseClientParts() throws ConfigurationException {
    refuseText("client", "storage.plugins", "storage plugins");
    if (!file.options("grid_managers").isEmpty()) {
      throw new ConfigurationException(
          ("'%s' [grid_managers]: %s, and without it files would go to servers that the grid"
                  + " manager has not permitted")
              .formatted(file.name(), NOT_YET));
    }
    Optional<String> helper =
        tahoe.nonEmpty("client", "helper.furl").filter(furl -> !furl.equals("None"));
    if (helper.isPresent()) {
      notices.add("[client]helper.furl is not supported yet: uploads go straight to the servers");
    }
  }

  private void refuseServices() throws ConfigurationException {
    refuse("helper", "enabled", "helpers are not there yet");
    refuse("sftpd", "enabled", "SFTP is not there yet");
  }

  private void refuse(String section, String option, String why) throws ConfigurationException {
    if (tahoe.flag(section, option, false)) {
      throw tahoe.bad(section, option, NOT_YET, why);
    }
  }

  private void refuseText(String section, String option, String what)
      throws ConfigurationException {
    if (tahoe.nonEmpty(section, option).isPresent()) {
      throw tahoe.bad(section, option, NOT_YET, what);
    }
  }
}
