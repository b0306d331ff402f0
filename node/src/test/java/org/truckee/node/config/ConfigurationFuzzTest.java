package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.node.config.NodeConfiguration.TubSettings;

/**
 * Any text as a configuration, or as one value of it: understood, or refused with the one error
 * there is for that. Runs over its seed inputs in the build, and without end when a fuzzer drives
 * it.
 */
class ConfigurationFuzzTest {
  private static final Path DIRECTORY = Path.of("node");

  @DictionaryEntries({
    "[node]",
    "[client]",
    "[storage]",
    "[DEFAULT]",
    "nickname",
    "tub.port",
    "tub.location",
    "web.port",
    "web.static",
    "tempdir",
    "shares.needed",
    "shares.happy",
    "shares.total",
    "enabled",
    "reserved_space",
    "storage_dir",
    "readonly",
    "durable",
    "%(",
    ")s",
    "%%",
    "tcp:",
    "\\x00"
  })
  @FuzzTest(maxDuration = "1m")
  void anyTextIsAConfigurationOrRefused(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      IniFile file = IniFile.parse("tahoe.cfg", text);
      for (String section : file.sections()) {
        for (String option : file.options(section)) {
          readOption(file, section, option);
        }
      }
      assertThat(NodeConfiguration.of(file, IniFile.empty("truckee.cfg"), DIRECTORY)).isNotNull();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void readOption(IniFile file, String section, String option) {
    try {
      assertThat(file.get(section, option)).isPresent();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).contains("tahoe.cfg");
    }
  }

  @DictionaryEntries({
    "tcp:",
    "tcp6:",
    "port=",
    "interface=",
    "backlog=",
    "AUTO",
    "disabled",
    "\\\\:",
    "KiB",
    "GB"
  })
  @FuzzTest(maxDuration = "1m")
  void anyTextIsAValueOrRefused(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Endpoint endpoint = Endpoint.parse(text);
      assertThat(endpoint.port()).isBetween(0, 65535);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    ByteSize.parse(text).ifPresent(bytes -> assertThat(bytes).isNotNegative());
    try {
      TubAddress.resolve(
          new TubSettings(Optional.of(text), Optional.of(text)), true, new Machine());
      TubAddress.resolve(new TubSettings(Optional.of(text), Optional.empty()), true, new Machine())
          .ifPresent(address -> assertThat(address.endpoints()).isNotEmpty());
      TubAddress.resolve(
          new TubSettings(Optional.of(text), Optional.of("tor:x.onion:1")), false, new Machine());
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** A machine with one address. */
  private static final class Machine implements TubAddress.Surroundings {
    @Override
    public String chosenPort() {
      return "tcp:1234";
    }

    @Override
    public List<String> addresses() {
      return List.of("192.0.2.1");
    }

    @Override
    public List<String> sixAddresses() {
      return List.of("2001:db8::1");
    }
  }
}
