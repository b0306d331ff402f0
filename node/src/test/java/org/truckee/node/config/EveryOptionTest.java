package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No option of {@code tahoe.cfg} is accepted and then overlooked ({@code spec/09 §4.3}): each is
 * obeyed, refused, or answered with a notice.
 */
class EveryOptionTest {
  private static final Path BASE = Path.of("/srv/node");
  private static final String NOTHING = "";
  private static final String FURL = "pb://sokzwgcxjyqrqclcrrt5uzgpmxyeekh4@tcp:192.0.2.1:3457/x";
  private static final String EXPIRING = "expire.enabled = true\nexpire.mode = age\n";
  private static final String CUTOFF =
      "expire.enabled = true\nexpire.mode = cutoff-date\nexpire.cutoff_date = 2026-01-01\n";
  private static final String ONION =
      """
      control.port = tcp:127.0.0.1:9051
      onion = true
      onion.local_port = 1
      onion.external_port = 2
      onion.private_key_file = k
      """;
  private static final String DESTINATION =
      "sam.port = tcp:127.0.0.1:7656\ndest = true\ndest.port = 2\ndest.private_key_file = k\n";
  private static final String SFTP =
      """
      enabled = true
      host_pubkey_file = a
      host_privkey_file = b
      accounts.file = c
      """;

  /**
   * An option.
   *
   * @param value something else than what counts if it is not there
   * @param around the rest of the section that it needs to have a meaning
   */
  private record Row(String section, String option, String value, String around) {}

  private static Row row(String section, String option, String value) {
    return new Row(section, option, value, NOTHING);
  }

  private static final List<Row> ROWS =
      List.of(
          row("node", "nickname", "fred"),
          row("node", "reveal-ip-address", "false"),
          row("node", "tub.port", "tcp:1234"),
          row("node", "tub.location", "tcp:192.0.2.1:1234"),
          row("node", "web.port", "tcp:1234"),
          row("node", "web.static", "pages"),
          row("node", "tempdir", "spool"),
          row("node", "timeout.keepalive", "60"),
          row("node", "timeout.disconnect", "60"),
          row("node", "log_gatherer.furl", FURL),
          row("connections", "tcp", "disabled"),
          row("tor", "enabled", "false"),
          row("tor", "launch", "true"),
          new Row("tor", "tor.executable", "/opt/tor", "launch = true\n"),
          row("tor", "socks.port", "tcp:127.0.0.1:1"),
          row("tor", "control.port", "tcp:127.0.0.1:1"),
          row("tor", "onion", "true"),
          new Row("tor", "onion.local_port", "7", ONION),
          new Row("tor", "onion.external_port", "7", ONION),
          new Row("tor", "onion.private_key_file", "other", ONION),
          row("i2p", "enabled", "false"),
          row("i2p", "sam.port", "tcp:127.0.0.1:1"),
          row("i2p", "launch", "true"),
          row("i2p", "i2p.configdir", "/etc/i2p"),
          row("i2p", "i2p.executable", "/opt/i2p"),
          row("i2p", "dest", "true"),
          new Row("i2p", "dest.port", "7", DESTINATION),
          new Row("i2p", "dest.private_key_file", "other", DESTINATION),
          row("client", "introducer.furl", FURL),
          row("client", "helper.furl", FURL),
          row("client", "shares.needed", "2"),
          row("client", "shares.happy", "2"),
          row("client", "shares.total", "20"),
          row("client", "shares._max_immutable_segment_size_for_testing", "4096"),
          row("client", "mutable.format", "mdmf"),
          row("client", "peers.preferred", "v0-x"),
          row("client", "storage.plugins", "x"),
          row("client", "force_foolscap", "true"),
          row("client", "key_generator.furl", FURL),
          row("storage", "enabled", "false"),
          row("storage", "anonymous", "false"),
          row("storage", "readonly", "true"),
          row("storage", "reserved_space", "5G"),
          row("storage", "storage_dir", "shares"),
          row("storage", "debug_discard", "true"),
          row("storage", "plugins", "x"),
          row("storage", "grid_management", "true"),
          row("storage", "force_foolscap", "true"),
          new Row("storage", "expire.enabled", "true", "expire.mode = age\n"),
          new Row("storage", "expire.mode", "cutoff-date", CUTOFF.replace("cutoff-date", "age")),
          new Row("storage", "expire.override_lease_duration", "5 days", EXPIRING),
          new Row("storage", "expire.cutoff_date", "2025-01-01", CUTOFF),
          new Row("storage", "expire.immutable", "false", EXPIRING),
          new Row("storage", "expire.mutable", "false", EXPIRING),
          row("helper", "enabled", "true"),
          row("sftpd", "enabled", "true"),
          new Row("sftpd", "port", "tcp:1234", SFTP),
          new Row("sftpd", "host_pubkey_file", "other", SFTP),
          new Row("sftpd", "host_privkey_file", "other", SFTP),
          new Row("sftpd", "accounts.file", "other", SFTP));

  @Test
  void noOptionIsForgotten() {
    Set<String> known = new TreeSet<>();
    KnownOptions.TAHOE_CLIENT
        .options()
        .forEach(
            (section, options) -> options.forEach(option -> known.add(section + "/" + option)));
    assertThat(ROWS.stream().map(row -> row.section() + "/" + row.option()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @TestFactory
  Stream<DynamicTest> everyOptionIsObeyedRefusedOrNoticed() {
    return ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    "[%s]%s".formatted(row.section(), row.option()), () -> assertHeeded(row)));
  }

  private static void assertHeeded(Row row) {
    List<String> without = new ArrayList<>(row.around().lines().toList());
    without.removeIf(line -> line.startsWith(row.option() + " ="));
    String rest = String.join("\n", without);
    String standard = row.around().lines().toList().equals(without) ? rest : row.around();
    String with = rest + "\n" + row.option() + " = " + row.value();
    Object usual = outcome(row.section(), standard);
    if (usual instanceof NodeConfiguration node && !isNoticed(row, node)) {
      assertThat(outcome(row.section(), with)).isNotEqualTo(usual);
    }
    // Otherwise what the option belongs to is refused or noticed as a whole.
  }

  private static boolean isNoticed(Row row, NodeConfiguration node) {
    String family = row.option().replaceFirst("\\..*", "");
    return !row.around().isEmpty()
        && node.notices().stream()
            .anyMatch(notice -> notice.startsWith("[%s]%s".formatted(row.section(), family)));
  }

  /** What becomes of a section: a configuration, or the reason why there is none. */
  private static Object outcome(String section, String options) {
    try {
      return NodeConfiguration.of(
          IniFile.parse("tahoe.cfg", "[%s]\n%s\n".formatted(section, options)),
          IniFile.empty("truckee.cfg"),
          BASE);
    } catch (ConfigurationException e) {
      return e.getMessage();
    }
  }
}
