package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.grid.EncodingParameters;

class NodeConfigurationTest {
  private static final Path BASE = Path.of("/srv/node");
  private static final NodeConfiguration.OfferSettings EVERYBODY =
      new NodeConfiguration.OfferSettings(true, new TreeMap<>(), Optional.empty());

  private static NodeConfiguration configuration(String tahoe, String truckee)
      throws ConfigurationException {
    return NodeConfiguration.of(
        IniFile.parse("tahoe.cfg", tahoe), IniFile.parse("truckee.cfg", truckee), BASE);
  }

  private static NodeConfiguration configuration(String tahoe) throws ConfigurationException {
    return configuration(tahoe, "");
  }

  @Test
  void anEmptyFileIsAStorageServerWithoutWebServer() throws Exception {
    NodeConfiguration node = configuration("");
    assertThat(node.nickname()).isEqualTo("<unspecified>");
    assertThat(node.web()).isEmpty();
    assertThat(node.tempDirectory()).isEqualTo(BASE.resolve("tmp"));
    assertThat(node.encoding()).isEqualTo(EncodingParameters.DEFAULT);
    assertThat(node.notices()).isEmpty();
    assertThat(node.storage())
        .contains(
            new NodeConfiguration.StorageSettings(
                BASE.resolve("storage"),
                0,
                false,
                false,
                true,
                false,
                UpkeepSettings.USUAL,
                EVERYBODY));
  }

  @Test
  void theOptionsOfAStorageServerAreTaken() throws Exception {
    NodeConfiguration node =
        configuration(
            """
            [node]
            nickname = näme 100%%
            [storage]
            readonly = Yes
            force_foolscap = true
            reserved_space = 5GiB
            storage_dir = ../shares
            """,
            "[storage]\ndurable = off\n");
    assertThat(node.nickname()).isEqualTo("näme 100%");
    assertThat(node.storage())
        .contains(
            new NodeConfiguration.StorageSettings(
                Path.of("/srv/shares"),
                5L << 30,
                true,
                true,
                false,
                false,
                UpkeepSettings.USUAL,
                EVERYBODY));
  }

  @Test
  void theOptionsOfAClientAreTaken() throws Exception {
    NodeConfiguration node =
        configuration(
            """
            [node]
            web.port = 3456:interface=127.0.0.1
            tempdir = ~/spool
            [client]
            shares.needed = 1
            shares.happy = 2
            shares.total = 0_3
            helper.furl =
            [storage]
            enabled = false
            """);
    assertThat(node.web().map(WebEndpoint::place))
        .contains(new Endpoint(Optional.of("127.0.0.1"), 3456));
    assertThat(node.tempDirectory()).isEqualTo(UserHome.path().resolve("spool"));
    assertThat(node.encoding()).isEqualTo(EncodingParameters.of(1, 2, 3));
    assertThat(node.storage()).isEmpty();
  }

  @Test
  void unknownSectionsAndOptionsAreNamedInTheOrderOfTheFile() {
    assertThatThrownBy(() -> configuration("[ftpd]\nenabled = true\n[node]\nx = 1\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("'tahoe.cfg' contains unknown section [ftpd]");
    assertThatThrownBy(() -> configuration("[node]\nSSH.Port = 8022\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("'tahoe.cfg' section [node] contains unknown option 'ssh.port'");
    assertThatThrownBy(() -> configuration("", "[storage]\nfast = true\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("'truckee.cfg' section [storage] contains unknown option 'fast'");
  }

  @Test
  void ourOwnOptionsHaveNoPlaceInTheFileThatTheReferenceReads() {
    assertThatThrownBy(() -> configuration("[storage]\ndurable = true\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown option 'durable'");
  }

  @Test
  void theNetworksThatHideAreTaken() throws Exception {
    NodeConfiguration node =
        configuration(
            """
            [node]
            reveal-IP-address = no
            web.port = 3456
            [connections]
            tcp = Tor
            [tor]
            socks.port = tcp:127.0.0.1:9999
            control.port = unix:/run/tor/control
            onion = true
            onion.local_port = 1234
            onion.external_port = 3457
            onion.private_key_file = private/tor_onion.privkey
            [i2p]
            sam.port = tcp:port=7657:host=localhost
            dest = true
            dest.port = 3458
            dest.private_key_file = /keys/i2p
            """);
    assertThat(node.network())
        .isEqualTo(
            new NetworkSettings(
                false,
                NetworkSettings.TcpHandler.TOR,
                new NetworkSettings.TorSettings(
                    true,
                    false,
                    Optional.empty(),
                    Optional.of(new ClientEndpoint.Tcp("127.0.0.1", 9999)),
                    Optional.of(new ClientEndpoint.Unix(Path.of("/run/tor/control"))),
                    Optional.of(
                        new NetworkSettings.Onion(
                            1234, 3457, Path.of("/srv/node/private/tor_onion.privkey")))),
                new NetworkSettings.I2pSettings(
                    true,
                    new ClientEndpoint.Tcp("localhost", 7657),
                    Optional.of(new NetworkSettings.Destination(3458, Path.of("/keys/i2p"))))));
    assertThat(node.web().map(WebEndpoint::place))
        .as("not open")
        .contains(new Endpoint(Optional.of("127.0.0.1"), 3456));
    assertThat(configuration("").network()).isEqualTo(NetworkSettings.USUAL);
  }

  @Test
  void gridManagersAndPluginsAreTaken() throws Exception {
    String key = "pub-v0-" + "a".repeat(52);
    NodeConfiguration node =
        configuration(
            """
            [client]
            storage.plugins = b, , a
            [storageclient.plugins.a]
            Price = 5
            [storage]
            anonymous = false
            plugins = y,x
            grid_management = true
            [storageserver.plugins.x]
            coin = gold
            [grid_managers]
            fred = %s
            [grid_manager_certificates]
            one = one.cert
            two = /two.cert
            """
                .formatted(key));
    assertThat(node.gridManagers().keys().get("fred").text()).isEqualTo(key);
    assertThat(List.copyOf(node.plugins().entrySet()))
        .containsExactly(Map.entry("b", Map.of()), Map.entry("a", Map.of("price", "5")));
    NodeConfiguration.OfferSettings offer = node.storage().orElseThrow().offer();
    assertThat(offer.anonymous()).isFalse();
    assertThat(List.copyOf(offer.plugins().entrySet()))
        .containsExactly(Map.entry("x", Map.of("coin", "gold")), Map.entry("y", Map.of()));
    assertThat(offer.certificates())
        .contains(List.of(Path.of("/srv/node/one.cert"), Path.of("/two.cert")));
  }

  @Test
  void howOthersAreConnectedToIsTaken() throws Exception {
    NodeConfiguration node =
        configuration(
            """
            [node]
            timeout.keepalive = 30
            timeout.disconnect = 90
            [client]
            force_foolscap = yes
            introducer.furl = pb://a@b/c
            """);
    assertThat(node.connections())
        .isEqualTo(
            new NodeConfiguration.ConnectionSettings(
                Optional.of(Duration.ofSeconds(30)), Optional.of(Duration.ofSeconds(90)), true));
    assertThat(node.introducer()).contains("pb://a@b/c");
    assertThat(configuration("[node]\ntimeout.keepalive =\n").connections())
        .isEqualTo(
            new NodeConfiguration.ConnectionSettings(Optional.empty(), Optional.empty(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[connections]\ntcp = carrier-pigeon",
        "[node]\nreveal-ip-address = false",
        "[node]\nweb.port = ssl:3456:privateKey=k:dhParameters=d",
        "[node]\nweb.port = unix:/run/truckee",
        "[node]\nweb.port = systemd:domain=INET:index=0",
        "[node]\nweb.port = fd:3",
        "[node]\nweb.port = tcp:65536",
        "[connections]\ntcp = tor\n[tor]\nenabled = false",
        "[connections]\ntcp = i2p\n[i2p]\nenabled = no",
        "[node]\n"
            + "reveal-ip-address = false\n"
            + "web.port = tcp:0:interface=0.0.0.0\n"
            + "[connections]\n"
            + "tcp = tor",
        "[tor]\nsocks.port = 9050",
        "[tor]\nsocks.port = unix:/run/tor/socks",
        "[tor]\ncontrol.port = tcp:127.0.0.1",
        "[tor]\nonion = true",
        "[tor]\nonion = true\nlaunch = true\nonion.local_port = 1\nonion.external_port = 2",
        "[tor]\n"
            + "onion = true\n"
            + "launch = true\n"
            + "onion.local_port = 0\n"
            + "onion.external_port = 2\n"
            + "onion.private_key_file = k",
        "[i2p]\nlaunch = true",
        "[i2p]\nlaunch = true\nsam.port = tcp:127.0.0.1:7656",
        "[i2p]\ni2p.configdir = /x",
        "[i2p]\ndest = true\nsam.port = tcp:127.0.0.1:7656",
        "[i2p]\ndest = true",
        "[client]\nintroducer.furl = None",
        "[client]\nintroducer.furl = pb://a@b/c#d",
        "[node]\ntimeout.keepalive = soon",
        "[node]\ntimeout.disconnect = 0",
        "[client]\nshares.needed = four",
        "[client]\nshares.needed = 11",
        "[client]\nshares.total = 257",
        "[grid_managers]\nfred = pub-v0-x",
        "[storage]\nreadonly = maybe",
        "[storage]\nreserved_space = 100 M",
        "[sftpd]\nenabled = true",
      })
  void whatANodeCannotDoYetOrEverIsAnErrorRatherThanIgnored(String text) {
    assertThatThrownBy(() -> configuration(text)).isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "storage/.."})
  void theSharesHaveADirectoryOfTheirOwn(String place) {
    assertThatThrownBy(() -> configuration("[storage]\nstorage_dir = " + place + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tahoe.cfg' [storage]storage_dir: '" + place + "' is the directory")
        .hasMessageEndingWith(
            "; write a directory in it, such as storage, and move there what belongs there");
  }

  @Test
  void aWayOfConnectingThatThereIsNotIsAnsweredWithThoseThatThereAre() {
    assertThatThrownBy(() -> configuration("[connections]\ntcp = pigeon\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("unknown handler type 'pigeon'; write tcp, tor, i2p or disabled");
  }

  @Test
  void whatMakesNoDifferenceButWillBeMissedIsNoticed() throws Exception {
    NodeConfiguration node =
        configuration(
            """
            [node]
            log_gatherer.furl = pb://x
            [client]
            helper.furl = pb://y
            [storage]
            expire.enabled = true
            expire.mode = age
            """);
    assertThat(node.notices()).hasSize(3);
  }

  @Test
  void anUnescapedHashInAFurlIsAnErrorThatKeepsTheSecret() {
    assertThatThrownBy(() -> configuration("[client]\nhelper.furl = pb://secret # mine\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[client]helper.furl' contained an unescaped '#' character")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "5K, 5000",
    "5kb, 5000",
    "1Mi, 1048576",
    "1MiB, 1048576",
    "2g, 2000000000",
    "1EiB, 1152921504606846976",
    "7I, 7",
    "7B, 7",
  })
  void sizesTakeDecimalAndBinaryPrefixes(String text, long bytes) {
    assertThat(ByteSize.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "1 G", "-1", "1.5G", "1GG", "8EiB", "99999999999999999999"})
  void otherTextIsNoSize(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }

  @Test
  void filesThatAreMissingAreEmptyOnes(@TempDir Path directory) throws Exception {
    assertThat(NodeConfiguration.read(directory).storage()).isPresent();
  }

  @Test
  void aFileThatIsNoTextIsAnError(@TempDir Path directory) throws Exception {
    Files.write(directory.resolve("tahoe.cfg"), new byte[] {'[', 'a', ']', (byte) 0xff});
    assertThatThrownBy(() -> NodeConfiguration.read(directory))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tahoe.cfg' is not UTF-8 text");
  }

  @Property(tries = 2000, seed = "20261121")
  void anyValuesOfKnownOptionsGiveAConfigurationOrAnError(@ForAll("files") String text) {
    try {
      assertThat(configuration(text)).isNotNull();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> section =
        Arbitraries.of("node", "client", "storage", "tor", "connections", "helper", "x");
    Arbitrary<String> option =
        Arbitraries.of(
            "web.port",
            "tub.port",
            "nickname",
            "tempdir",
            "shares.needed",
            "shares.total",
            "reserved_space",
            "storage_dir",
            "enabled",
            "expire.enabled",
            "tcp");
    Arbitrary<String> value =
        Arbitraries.oneOf(
            Arbitraries.of(
                "true", "no", "3", "-1", "tcp:", "tcp:1:2:3", "\\", "~", "~x", "%", "%(tcp)s", ""),
            Arbitraries.strings().ofMaxLength(12));
    Arbitrary<String> line =
        net.jqwik.api.Combinators.combine(section, option, value)
            .as((s, o, v) -> "[" + s + "]\n" + o + " = " + v + "\n");
    return line.list().ofMaxSize(4).map(lines -> String.join("", lines));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shares.happy = 11", "shares.total = 6", "shares.needed = 11"})
  void waysToSpreadFilesThatContradictEachOtherAreRefused(String option) {
    assertThatThrownBy(() -> configuration("[client]\n" + option + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[client]shares.");
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:0, 127.0.0.1",
    "tcp:0:interface=0.0.0.0, 127.0.0.1",
    "tcp:0:interface=192.0.2.7, 192.0.2.7",
    "tcp:0:interface=localhost, localhost",
    "tcp6:0, [::1]",
    "'tcp:0:interface=\\:\\:', [::1]",
    "'tcp:0:interface=\\:\\:1', [::1]",
    "'tcp6:0:interface=2001\\:db8\\:\\:7', [2001:db8::7]",
  })
  void theUrlOfTheWebApiIsWhereItListens(String endpoint, String host) {
    assertThat(Endpoint.parse(endpoint).url("http", 3456)).isEqualTo("http://" + host + ":3456/");
  }
}
