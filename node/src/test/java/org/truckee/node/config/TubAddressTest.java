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

        @Override
        public List<String> sixAddresses() {
          return List.of("::1", "2001:db8::7");
        }
      };

  private static Optional<TubAddress> resolve(String port, String location)
      throws ConfigurationException {
    return resolve(port, location, true);
  }

  private static Optional<TubAddress> resolve(String port, String location, boolean reveal)
      throws ConfigurationException {
    return TubAddress.resolve(
        new TubSettings(Optional.ofNullable(port), Optional.ofNullable(location)), reveal, HERE);
  }

  private static Endpoint tcp(String address, int port) {
    return new Endpoint(Optional.ofNullable(address), port);
  }

  @Test
  void withoutSettingsThePortIsChosenAndAllAddressesAreHints() throws Exception {
    assertThat(resolve(null, null))
        .contains(
            new TubAddress(
                List.of(tcp(null, 33899)), List.of("tcp:127.0.0.1:33899", "tcp:192.0.2.7:33899")));
  }

  @Test
  void aBareNumberIsAPortAndHintsAreTakenAsWritten() throws Exception {
    assertThat(resolve(" 5555 ", "tcp:example.org:80,AUTO,i2p:x"))
        .contains(
            new TubAddress(
                List.of(tcp(null, 5555)),
                List.of(
                    "tcp:example.org:80", "tcp:127.0.0.1:5555", "tcp:192.0.2.7:5555", "i2p:x")));
  }

  @Test
  void endpointsNameTheirInterface() {
    assertThat(Endpoint.parse("tcp:80:interface=127.0.0.1"))
        .isEqualTo(new Endpoint(Optional.of("127.0.0.1"), 80));
    assertThat(Endpoint.parse("tcp:port=80:backlog=9:interface=\\:\\:1"))
        .isEqualTo(new Endpoint(Optional.of("::1"), 80, 9));
    assertThat(Endpoint.parse("tcp6:0")).isEqualTo(new Endpoint(Optional.of("::"), 0));
  }

  @Test
  void severalEndpointsAreListenedAt() throws Exception {
    assertThat(resolve("tcp:80:interface=192.0.2.7, tcp6:81,listen:tor,listen:i2p", "tcp:a:1"))
        .contains(
            new TubAddress(
                List.of(
                    tcp("192.0.2.7", 80), tcp("::", 81), HiddenEndpoint.TOR, HiddenEndpoint.I2P),
                List.of("tcp:a:1")));
  }

  @Test
  void whatListensOverSixIsAnnouncedThereToo() throws Exception {
    assertThat(resolve("tcp6:80", "AUTO").orElseThrow().hints())
        .containsExactly(
            "tcp:127.0.0.1:80", "tcp:192.0.2.7:80", "tcp:[::1]:80", "tcp:[2001:db8::7]:80");
    assertThatThrownBy(() -> resolve("listen:tor", "AUTO"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no TCP port");
  }

  @Test
  void whoHidesNamesNoAddressOfThePlainNetwork() throws Exception {
    assertThat(resolve("tcp:80", "tor:x.onion:80,i2p:y.b32.i2p", false))
        .contains(
            new TubAddress(
                List.of(tcp("127.0.0.1", 80)), List.of("tor:x.onion:80", "i2p:y.b32.i2p")));
    assertThatThrownBy(() -> resolve("tcp:80", "tor:x.onion:80,AUTO", false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tub.location uses AUTO");
    assertThatThrownBy(() -> resolve("tcp:80", null, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tub.location uses AUTO");
    for (String hint :
        List.of(
            "tcp:example.org:80",
            "example.org:80",
            "tcp:[::1]:80",
            "[2001:db8::1]:80",
            "my_host:80",
            "TCP:example.org:80",
            "tor:x.onion:80, tcp:192.0.2.7:80")) {
      assertThatThrownBy(() -> resolve("tcp:80", hint, false))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("tub.location includes tcp: hint");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp:80:interface=0.0.0.0",
        "tcp6:80",
        "tcp:80:interface=192.0.2.7",
        "tcp:80:interface=example.org",
        "tcp:80:interface=2001\\:db8\\:\\:7"
      })
  void whoHidesDoesNotListenOpenly(String port) {
    assertThatThrownBy(() -> resolve(port, "tor:x.onion:80", false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be used");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp:80:interface=127.0.0.1",
        "tcp:80:interface=10.152.152.11",
        "tcp:80:interface=\\:\\:1",
        "tcp:80:interface=localhost"
      })
  void whoHidesMayListenNearby(String port) throws Exception {
    assertThat(resolve(port, "tor:x.onion:80", false)).isPresent();
  }

  @Test
  void disabledMeansBoth() throws Exception {
    assertThat(resolve("disabled", "disabled")).isEmpty();
    assertThatThrownBy(() -> resolve("disabled", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tub.port is disabled, but not tub.location");
    assertThatThrownBy(() -> resolve("tcp:1", "disabled"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tub.location is disabled, but not tub.port");
    assertThatThrownBy(() -> resolve(" ", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tub.port must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "tcp:0", "tcp:port=0", "tcp:0:interface=127.0.0.1", "tcp:00"})
  void aServerMustHaveAPortOfItsOwn(String port) {
    assertThatThrownBy(() -> resolve(port, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tub.port cannot be 0: you must choose.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen:tor",
        "unix:/tmp/x",
        "ssl:1",
        "systemd:index=0",
        "fd:3",
        "listen:pigeon",
        "tcp:1:shoe=7",
        "tcp",
        "x"
      })
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
