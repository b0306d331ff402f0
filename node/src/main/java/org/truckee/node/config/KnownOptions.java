package org.truckee.node.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which sections and options a configuration file may have ({@code spec/09 §1, §4.2–4.3}). */
enum KnownOptions {
  /** {@code tahoe.cfg} of a client or storage node. */
  TAHOE_CLIENT(
      Map.ofEntries(
          Map.entry("connections", Common.CONNECTIONS),
          Map.entry("node", Common.NODE),
          Map.entry("i2p", Common.I2P),
          Map.entry("tor", Common.TOR),
          Map.entry(
              "client",
              Set.of(
                  "introducer.furl",
                  "helper.furl",
                  "shares.needed",
                  "shares.happy",
                  "shares.total",
                  "shares._max_immutable_segment_size_for_testing",
                  "mutable.format",
                  "peers.preferred",
                  "storage.plugins",
                  "force_foolscap",
                  "key_generator.furl")),
          Map.entry(
              "storage",
              Set.of(
                  "enabled",
                  "anonymous",
                  "readonly",
                  "reserved_space",
                  "storage_dir",
                  "debug_discard",
                  "expire.enabled",
                  "expire.mode",
                  "expire.override_lease_duration",
                  "expire.cutoff_date",
                  "expire.immutable",
                  "expire.mutable",
                  "plugins",
                  "grid_management",
                  "force_foolscap")),
          Map.entry(
              "sftpd",
              Set.of("enabled", "port", "host_pubkey_file", "host_privkey_file", "accounts.file")),
          Map.entry("helper", Set.of("enabled"))),
      Set.of("grid_managers", "grid_manager_certificates"),
      List.of("storageserver.plugins.", "storageclient.plugins.")),

  /** {@code tahoe.cfg} of an introducer. */
  TAHOE_INTRODUCER(
      Map.of(
          "connections", Common.CONNECTIONS,
          "node", Common.NODE,
          "i2p", Common.I2P,
          "tor", Common.TOR),
      Set.of(),
      List.of()),

  /** Our own {@code truckee.cfg}, beside {@code tahoe.cfg} or in the folder of an embedded grid. */
  TRUCKEE(
      Map.of(
          "storage",
          Set.of("durable", "expire.dry_run", "crawler.delay", "crawler.percent"),
          "node",
          Set.of("control.port", "status.port"),
          "log",
          Set.of("format"),
          "grid",
          Set.of("servers")),
      Set.of("log.levels"),
      List.of());

  /** The sections of every node. */
  private static final class Common {
    static final Set<String> CONNECTIONS = Set.of("tcp");
    static final Set<String> NODE =
        Set.of(
            "nickname",
            "reveal-ip-address",
            "tub.port",
            "tub.location",
            "web.port",
            "web.static",
            "tempdir",
            "timeout.keepalive",
            "timeout.disconnect",
            "log_gatherer.furl");
    static final Set<String> I2P =
        Set.of(
            "enabled",
            "sam.port",
            "launch",
            "i2p.configdir",
            "i2p.executable",
            "dest",
            "dest.port",
            "dest.private_key_file");
    static final Set<String> TOR =
        Set.of(
            "enabled",
            "launch",
            "tor.executable",
            "socks.port",
            "control.port",
            "onion",
            "onion.local_port",
            "onion.external_port",
            "onion.private_key_file");
  }

  private final Map<String, Set<String>> options;
  private final Set<String> freeSections;
  private final List<String> freePrefixes;

  KnownOptions(
      Map<String, Set<String>> options, Set<String> freeSections, List<String> freePrefixes) {
    this.options = options;
    this.freeSections = freeSections;
    this.freePrefixes = freePrefixes;
  }

  /**
   * Checks that a file has nothing else.
   *
   * @throws ConfigurationException naming the first section or option, in the file's order, that is
   *     not known
   */
  void check(IniFile file) throws ConfigurationException {
    for (String section : file.sections()) {
      if (isFree(section)) {
        continue;
      }
      Set<String> known = options.get(section);
      if (known == null) {
        throw new ConfigurationException(
            "'%s' contains unknown section [%s]".formatted(file.name(), section));
      }
      for (String option : file.options(section)) {
        if (!known.contains(option)) {
          throw new ConfigurationException(
              "'%s' section [%s] contains unknown option '%s'"
                  .formatted(file.name(), section, option));
        }
      }
    }
  }

  /** The sections with their options. */
  Map<String, Set<String>> options() {
    return options;
  }

  private boolean isFree(String section) {
    return freeSections.contains(section) || freePrefixes.stream().anyMatch(section::startsWith);
  }
}
