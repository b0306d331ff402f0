package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.node.config.NodeConfiguration.TubSettings;

class TubAddressTest {
  private static final TubAddress.Surroundings HERE =
      new TubAddress.Surroundings() {
        @Override
        public String chosenPort() {
          return "tcp:33899";
        }

        @Override
        public List<String> addresses() {
          return List.of("127.0.0.1", "192.0.2.7");
        }
      };

  private static Optional<TubAddress> resolve(String port, String location)
      throws ConfigurationException {
    return TubAddress.resolve(
        new TubSettings(Optional.ofNullable(port), Optional.ofNullable(location)), HERE);
  }

  @Test
  void withoutSettingsThePortIsChosenAndAllAddressesAreHints() throws Exception {
    assertThat(resolve(null, null))
        .contains(
            new TubAddress(
                new Endpoint(Optional.empty(), 33899),
                List.of("tcp:127.0.0.1:33899", "tcp:192.0.2.7:33899")));
  }

  @Test
  void aBareNumberIsAPortAndHintsAreTakenAsWritten() throws Exception {
    assertThat(resolve(" 5555 ", "tcp:example.org:80,AUTO,i2p:x"))
        .contains(
            new TubAddress(
                new Endpoint(Optional.empty(), 5555),
                List.of(
                    "tcp:example.org:80", "tcp:127.0.0.1:5555", "tcp:192.0.2.7:5555", "i2p:x")));
  }

  @Test
  void endpointsNameTheirInterface() {
    assertThat(Endpoint.parse("tcp:80:interface=127.0.0.1"))
        .isEqualTo(new Endpoint(Optional.of("127.0.0.1"), 80));
    assertThat(Endpoint.parse("tcp:port=80:backlog=9:interface=\\:\\:1"))
        .isEqualTo(new Endpoint(Optional.of("::1"), 80));
    assertThat(Endpoint.parse("tcp6:0")).isEqualTo(new Endpoint(Optional.of("::"), 0));
  }

  @Test
  void disabledMeansBoth() throws Exception {
    assertThat(resolve("disabled", "disabled")).isEmpty();
    assertThatThrownBy(() -> resolve("disabled", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tub.port is disabled, but not tub.location");
    assertThatThrownBy(() -> resolve("tcp:1", "disabled"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tub.location is disabled, but not tub.port");
    assertThatThrownBy(() -> resolve(" ", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tub.port must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "tcp:0", "tcp:port=0", "tcp:0:interface=127.0.0.1", "tcp:00"})
  void aServerMustHaveAPortOfItsOwn(String port) {
    assertThatThrownBy(() -> resolve(port, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("tub.port cannot be 0: you must choose.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen:tor", "unix:/tmp/x", "tcp:1,tcp:2", "tcp:1:shoe=7", "tcp", "x"})
  void otherEndpointsAreErrorsThatNameThem(String port) {
    assertThatThrownBy(() -> resolve(port, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'" + port + "'");
  }

  @Property(tries = 1000, seed = "20261121")
  void anyTextGivesAnAddressOrAnError(@ForAll String port, @ForAll String location) {
    try {
      assertThat(resolve("tcp:" + port, location)).isPresent();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
