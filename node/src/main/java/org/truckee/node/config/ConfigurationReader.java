package org.truckee.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.Ed25519PublicKey;
import org.truckee.crypto.KeyFormatException;
import org.truckee.foolscap.Furl;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.ServerId;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.node.config.NodeConfiguration.HelperSettings;
import org.truckee.node.config.NodeConfiguration.OfferSettings;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeConfiguration.TubSettings;
import org.truckee.wire.gridmanager.GridManagers;

/** Turns options into a {@link NodeConfiguration}; one for each. */
final class ConfigurationReader {
  private static final String GRID_MANAGERS = "grid_managers";
  private static final String CERTIFICATES = "grid_manager_certificates";

  private final Options tahoe;
  private final Options truckee;
  private final IniFile file;
  private final Path directory;
  private final List<String> notices = new ArrayList<>();

  /**
   * Over two files.
   *
   * @param file the one of {@code tahoe}
   * @param directory of the node
   */
  ConfigurationReader(Options tahoe, Options truckee, IniFile file, Path directory) {
    this.tahoe = tahoe;
    this.truckee = truckee;
    this.file = file;
    this.directory = directory;
  }

  NodeConfiguration read() throws ConfigurationException {
    Optional<Furl> gatherer = gatherer();
    refuseClientParts();
    NetworkSettings network = network();
    return new NodeConfiguration(
        tahoe.text("node", "nickname").orElse("<unspecified>"),
        new TubSettings(tahoe.text("node", "tub.port"), tahoe.text("node", "tub.location")),
        web(network),
        tahoe.path("node", "tempdir", "tmp"),
        tahoe.path("node", "web.static", "public_html"),
        encoding(),
        mutableFormat(),
        preferredServers(),
        connections(),
        network,
        gridManagers(),
        plugins(),
        introducer(),
        storage(),
        helper(),
        SftpSettings.read(tahoe, directory, network.revealAddress()),
        truckee.flag("node", "control.port", false),
        gatherer,
        List.copyOf(notices));
  }

  NodeConfiguration readIntroducer() throws ConfigurationException {
    Optional<Furl> gatherer = gatherer();
    NetworkSettings network = network();
    return new NodeConfiguration(
        tahoe.text("node", "nickname").orElse("<unspecified>"),
        new TubSettings(tahoe.text("node", "tub.port"), tahoe.text("node", "tub.location")),
        web(network),
        tahoe.path("node", "tempdir", "tmp"),
        tahoe.path("node", "web.static", "public_html"),
        EncodingParameters.DEFAULT,
        MutableFormat.SDMF,
        Set.of(),
        connections(),
        network,
        GridManagers.NONE,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        HelperSettings.NONE,
        Optional.empty(),
        false,
        gatherer,
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

  private NetworkSettings network() throws ConfigurationException {
    return new NetworkReader(tahoe, notices).read();
  }

  private Optional<WebEndpoint> web(NetworkSettings network) throws ConfigurationException {
    Optional<String> port = tahoe.nonEmpty("node", "web.port").map(Python::strip);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    String text = Character.isDigit(port.get().charAt(0)) ? "tcp:" + port.get() : port.get();
    try {
      WebEndpoint endpoint = WebEndpoint.parse(text, directory);
      return Optional.of(network.revealAddress() ? endpoint : endpoint.hidden());
    } catch (IllegalArgumentException e) {
      throw tahoe.bad("node", "web.port", "'" + port.get() + "' cannot be used", e.getMessage());
    }
  }

  private GridManagers gridManagers() throws ConfigurationException {
    Map<String, Ed25519PublicKey> keys = new LinkedHashMap<>();
    for (String name : file.options(GRID_MANAGERS)) {
      String text = tahoe.text(GRID_MANAGERS, name).orElse("");
      try {
        keys.put(name, Ed25519PublicKey.parse(text));
      } catch (KeyFormatException e) {
        throw tahoe.bad(
            GRID_MANAGERS,
            name,
            "'" + text + "' is no public key of a grid manager",
            "write what 'truckee grid-manager public-identity' prints, pub-v0-…");
      }
    }
    return new GridManagers(keys);
  }

  /** In the order in which they are named. */
  private Map<String, Map<String, String>> plugins() throws ConfigurationException {
    Map<String, Map<String, String>> plugins = new LinkedHashMap<>();
    for (String name : tahoe.text("client", "storage.plugins").orElse("").split(",")) {
      String stripped = Python.strip(name);
      if (!stripped.isEmpty()) {
        plugins.put(stripped, section("storageclient.plugins." + stripped));
      }
    }
    return plugins;
  }

  private Map<String, String> section(String name) throws ConfigurationException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : file.options(name)) {
      options.put(option, tahoe.text(name, option).orElse(""));
    }
    return options;
  }

  private OfferSettings offer() throws ConfigurationException {
    SortedMap<String, Map<String, String>> plugins = new TreeMap<>();
    for (String name : tahoe.text("storage", "plugins").orElse("").split(",")) {
      if (!name.isEmpty()) {
        plugins.put(name, section("storageserver.plugins." + name));
      }
    }
    Optional<List<Path>> certificates = Optional.empty();
    if (tahoe.flag("storage", "grid_management", false)) {
      List<Path> files = new ArrayList<>();
      for (String name : file.options(CERTIFICATES)) {
        files.add(tahoe.path(CERTIFICATES, name, ""));
      }
      certificates = Optional.of(files);
    }
    return new OfferSettings(tahoe.flag("storage", "anonymous", true), plugins, certificates);
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
    boolean discarding = tahoe.flag("storage", "debug_discard", false);
    if (discarding) {
      notices.add("[storage]debug_discard: what is uploaded to this server is thrown away");
    }
    return Optional.of(
        new StorageSettings(
            tahoe.ownDirectory("storage", "storage_dir", "storage"),
            tahoe.size("storage", "reserved_space", 0),
            tahoe.flag("storage", "readonly", false),
            tahoe.flag("storage", "force_foolscap", false),
            truckee.flag("storage", "durable", true),
            discarding,
            new UpkeepReader(tahoe, truckee, file, notices).read(),
            offer()));
  }

  private HelperSettings helper() throws ConfigurationException {
    Optional<Furl> furl =
        furl(
            "client",
            "helper.furl",
            "so files are uploaded without a helper: copy the helper's private/helper.furl there");
    return new HelperSettings(furl, tahoe.flag("helper", "enabled", false));
  }

  private Optional<Furl> gatherer() throws ConfigurationException {
    return furl(
        "node",
        "log_gatherer.furl",
        "so nothing is sent to a log gatherer: copy its log_gatherer.furl there");
  }

  /** A FURL; one that is damaged is noticed. The value is a secret even then. */
  private Optional<Furl> furl(String section, String option, String consequence)
      throws ConfigurationException {
    Optional<String> text =
        tahoe
            .nonEmpty(section, option)
            .map(Python::strip)
            .filter(furl -> !furl.isEmpty() && !furl.equals("None"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Furl.parse(text.get()));
    } catch (IllegalArgumentException e) {
      notices.add("[%s]%s is no FURL, %s".formatted(section, option, consequence));
      return Optional.empty();
    }
  }

  private void refuseClientParts() throws ConfigurationException {
    if (tahoe.text("client", "key_generator.furl").isPresent()) {
      notices.add("[client]key_generator.furl has no effect: keys are made by the node itself");
    }
  }
}
