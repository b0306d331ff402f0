package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.Base32;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Furl;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.wire.introducer.SequenceNumbers;

class NodeDirectoryTest {
  private static final TubId TUB = new TubId(new byte[20]);

  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void makeDirectory() throws Exception {
    path = temp.resolve("a node");
    NewNode.storageServer("näme", 4001).create(path);
  }

  private NodeDirectory open() throws NodeException {
    return NodeDirectory.open(path, new SecureRandom(), Clock.systemUTC());
  }

  private String text(String file) throws Exception {
    return Files.readString(path.resolve(file));
  }

  private String mode(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(file)));
  }

  @Test
  void aNewDirectoryHasTheConfigurationThatWasAskedFor() throws Exception {
    NodeConfiguration configuration = NodeConfiguration.read(path);
    assertThat(configuration.nickname()).isEqualTo("näme");
    assertThat(configuration.tub().port()).contains("tcp:4001:interface=127.0.0.1");
    assertThat(configuration.tub().location()).contains("tcp:127.0.0.1:4001");
    assertThat(configuration.web()).isEmpty();
    assertThat(configuration.storage().orElseThrow().reservedSpace()).isEqualTo(1_000_000_000L);
    assertThat(configuration.storage().orElseThrow().directory())
        .isEqualTo(path.resolve("storage"));
    assertThat(configuration.notices()).isEmpty();
    assertThat(mode("private")).isEqualTo("rwx------");
  }

  @Test
  void aNewClientHasNoStorageAndSpreadsFilesAsAskedFor() throws Exception {
    Path client = temp.resolve("client");
    NewNode.client("100%", 3456, EncodingParameters.of(2, 3, 5)).create(client);
    NodeConfiguration configuration = NodeConfiguration.read(client);
    assertThat(configuration.nickname()).isEqualTo("100%");
    assertThat(configuration.storage()).isEmpty();
    assertThat(configuration.web().orElseThrow().place().port()).isEqualTo(3456);
    assertThat(configuration.encoding()).isEqualTo(EncodingParameters.of(2, 3, 5));
  }

  @Test
  void nothingIsEverMadeInADirectoryThatHasSomethingInIt() {
    assertThatThrownBy(() -> NewNode.storageServer("x", 4002).create(path))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void keysAndSecretsAreMadeOnceAndThenKept() throws Exception {
    NodeDirectory first = open();
    String tubId = first.certificate().tubId().toString();
    String publicKey = first.signingKey().publicKey().text();
    var lease = first.secrets().leaseSecret();
    var convergence = first.secrets().convergenceSecret();

    NodeDirectory again = open();
    assertThat(again.certificate().tubId()).hasToString(tubId);
    assertThat(again.signingKey().publicKey().text()).isEqualTo(publicKey);
    assertThat(again.secrets().leaseSecret()).isEqualTo(lease);
    assertThat(again.secrets().convergenceSecret()).isEqualTo(convergence);
    assertThat(text("my_nodeid")).isEqualTo(tubId + "\n");
    assertThat(text("node.pubkey")).isEqualTo(publicKey + "\n");
    assertThat(text("private/node.pem")).startsWith("-----BEGIN CERTIFICATE-----").endsWith("\n");
    assertThat(text("private/node.privkey")).matches("priv-v0-[a-z2-7]{52}\n");
    assertThat(text("private/secret")).matches("[a-z2-7]{52}\n");
    assertThat(text("private/convergence")).matches("[a-z2-7]{52}\n");
  }

  @Test
  void aConvergenceSecretOfTheUserMayBeAnyBase32EvenNothing() throws Exception {
    Files.writeString(path.resolve("private/convergence"), "\n");
    assertThat(open().secrets().convergenceSecret().bytes()).isEmpty();
    Files.writeString(path.resolve("private/convergence"), " mfra \n");
    assertThat(open().secrets().convergenceSecret().bytes()).isEqualTo(new byte[] {'a', 'b'});
  }

  @ParameterizedTest
  @CsvSource({
    "private/secret, 1not base32",
    "private/node.privkey, priv-v0-short",
    "private/node.pem, no PEM",
    "private/storage.furl, pb://nobody",
    "permutation-seed, not_base32",
  })
  void aDamagedFileIsAnErrorThatNamesItAndKeepsItsSecret(String file, String content)
      throws Exception {
    Files.writeString(path.resolve(file), content);
    NodeDirectory directory = open();
    assertThatThrownBy(
            () -> {
              directory.certificate();
              directory.secrets().leaseSecret();
              directory.furls().storage(TUB, List.of());
              directory.permutationSeed(directory.certificate(), directory.signingKey(), path);
            })
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(Path.of(file).getFileName() + "' is damaged")
        .hasMessageNotContaining(content);
    assertThat(text(file)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private/secret",
        "private/convergence",
        "private/node.pem",
        "private/node.privkey",
        "private/storage.furl",
        "permutation-seed",
        "client.port",
        "tahoe.cfg",
        "truckee.cfg",
      })
  void anEmptyFileIsAnErrorThatSaysWhatToDo(String file) throws Exception {
    Files.writeString(path.resolve(file), "");
    NodeDirectory directory = open();
    assertThatThrownBy(
            () -> {
              NodeConfiguration.read(path);
              directory.secrets().leaseSecret();
              directory.secrets().convergenceSecret();
              directory.furls().storage(directory.certificate().tubId(), List.of());
              directory.permutationSeed(directory.certificate(), directory.signingKey(), path);
              directory.surroundings().chosenPort();
            })
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(Path.of(file).getFileName().toString())
        .hasMessageMatching("(?s).*([Pp]ut it back from a backup).*");
    assertThat(path.resolve(file)).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tahoe.cfg",
        "permutation-seed",
        "private/node.pem",
        "private/node.privkey",
        "private/secret",
        "private/convergence",
        "private/storage.furl"
      })
  void whatWasThereOnceAndIsMissingIsNotMadeAnewInSilence(String file) throws Exception {
    NodeDirectory directory = open();
    directory.secrets().leaseSecret();
    directory.secrets().convergenceSecret();
    directory.furls().storage(directory.certificate().tubId(), List.of());
    directory.permutationSeed(directory.certificate(), directory.signingKey(), path);
    directory.inventory().note(Optional.empty());
    directory.inventory().check();
    Files.delete(path.resolve(file));
    assertThatThrownBy(() -> directory.inventory().check())
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(path.resolve(file).toString())
        .hasMessageContaining("remove the line '%s' from".formatted(file));
    Path list = path.resolve("truckee.inventory");
    Files.writeString(list, Files.readString(list).replace(file + "\n", ""));
    directory.inventory().check();
  }

  @Test
  void sharesThatVanishedAreAnErrorAndSharesElsewhereAreNot() throws Exception {
    Path storage = path.resolve("storage");
    Inventory inventory = open().inventory();
    inventory.checkStorage(storage);
    inventory.note(Optional.of(storage));
    Files.createDirectories(storage);
    assertThatThrownBy(() -> inventory.checkStorage(storage))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("Is its disk mounted?");
    Files.createDirectories(storage.resolve("shares"));
    inventory.checkStorage(storage);
    inventory.checkStorage(path.resolve("another"));
  }

  @Test
  void theTokenOfTheWebApiIsAnotherOneAtEveryStart() throws Exception {
    open().secrets().renewApiToken();
    String first = text("private/api_auth_token");
    open().secrets().renewApiToken();
    assertThat(first).matches("[A-Za-z0-9_-]{43}=\n");
    assertThat(text("private/api_auth_token")).matches("[A-Za-z0-9_-]{43}=\n").isNotEqualTo(first);
  }

  @Test
  void theStorageFurlKeepsItsSecretWhenTheNodeMoves() throws Exception {
    Furl first = open().furls().storage(TUB, List.of("tcp:127.0.0.1:4001"));
    Furl moved = open().furls().storage(TUB, List.of("tcp:192.0.2.1:4002"));
    assertThat(moved.name()).isEqualTo(first.name());
    assertThat(text("private/storage.furl")).isEqualTo(moved.text() + "\n");
    assertThat(mode("private/storage.furl")).isEqualTo("rw-------");
    assertThat(first.name()).matches("[a-z2-7]{32}");
  }

  @Test
  void aStorageFurlOfAnotherCertificateIsAnError() throws Exception {
    open().furls().storage(TUB, List.of());
    byte[] other = new byte[20];
    other[0] = 1;
    assertThatThrownBy(() -> open().furls().storage(new TubId(other), List.of()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("was made for another private/node.pem");
  }

  @Test
  void thePermutationSeedOfANewServerIsItsKeyEncodedTwice() throws Exception {
    NodeDirectory directory = open();
    var key = directory.signingKey();
    String seed = directory.permutationSeed(directory.certificate(), key, path.resolve("storage"));
    assertThat(seed).hasSize(84);
    assertThat(new String(Base32.decode(seed), StandardCharsets.US_ASCII))
        .isEqualTo(key.publicKey().text().substring("pub-v0-".length()));
    assertThat(text("permutation-seed")).isEqualTo(seed + "\n");
  }

  @Test
  void thePermutationSeedOfAServerWithSharesIsItsTubIdAndStays() throws Exception {
    NodeDirectory directory = open();
    var certificate = directory.certificate();
    Path storage = path.resolve("storage");
    Files.createDirectories(storage.resolve("shares/ab"));
    String seed = directory.permutationSeed(certificate, directory.signingKey(), storage);
    assertThat(seed).isEqualTo(certificate.tubId().toString());
    Files.delete(storage.resolve("shares/ab"));
    assertThat(directory.permutationSeed(certificate, directory.signingKey(), storage))
        .isEqualTo(seed);
  }

  @Test
  void aFreePortIsChosenOnceAndWrittenDown() throws Exception {
    String port = open().surroundings().chosenPort();
    assertThat(port).matches("tcp:[0-9]+");
    assertThat(open().surroundings().chosenPort()).isEqualTo(port);
    assertThat(text("client.port")).isEqualTo(port + "\n");
    assertThat(open().surroundings().addresses()).contains("127.0.0.1");
  }

  @Test
  void theUrlOfTheWebApiIsOnThisMachine() throws Exception {
    open().writeNodeUrl("http://127.0.0.1:3456/");
    assertThat(text("node.url")).isEqualTo("http://127.0.0.1:3456/\n");
  }

  @Test
  void filesKeepTheModeThatTheirOwnerGaveThem() throws Exception {
    open().writeNodeUrl("http://127.0.0.1:1/");
    Files.setPosixFilePermissions(
        path.resolve("node.url"), PosixFilePermissions.fromString("rw-r-----"));
    open().writeNodeUrl("http://127.0.0.1:2/");
    assertThat(mode("node.url")).isEqualTo("rw-r-----");
  }

  @Test
  void otherDirectoriesAreRefused() throws Exception {
    assertThatThrownBy(() -> openAt(temp.resolve("missing")))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("does not look like a directory at all");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThatThrownBy(() -> openAt(empty))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("is not a recognizable node directory");
    Files.writeString(empty.resolve("tahoe-something.tac"), "");
    assertThatThrownBy(() -> openAt(empty))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("is not a recognizable node directory");
  }

  @Test
  void theKindIsKnownByTheMark() throws Exception {
    assertThat(open().kind()).isEqualTo(NodeDirectory.Kind.CLIENT);
    Path other = Files.createDirectory(temp.resolve("introducer"));
    Files.writeString(other.resolve("tahoe-introducer.tac"), "");
    assertThat(openAt(other).kind()).isEqualTo(NodeDirectory.Kind.INTRODUCER);
  }

  @Test
  void theFurlOfAVeryOldIntroducerIsMoved() throws Exception {
    Path other = Files.createDirectory(temp.resolve("introducer"));
    Files.writeString(other.resolve("tahoe-introducer.tac"), "");
    NodeDirectory directory = openAt(other);
    TubId tub = directory.certificate().tubId();
    String furl = "pb://%s@tcp:old:1/swissnum".formatted(tub);
    Files.writeString(other.resolve("introducer.furl"), furl + "\n");
    assertThat(openAt(other).furls().introducer(tub, List.of("tcp:new:2")).text())
        .isEqualTo("pb://%s@tcp:new:2/swissnum".formatted(tub));
    assertThat(other.resolve("introducer.furl")).doesNotExist();
    Files.writeString(other.resolve("introducer.furl"), furl);
    assertThatThrownBy(() -> openAt(other).furls().introducer(tub, List.of()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("both exist");
  }

  @Test
  void announcementsAreNumberedUpwardsAlsoAfterALoss() throws Exception {
    SequenceNumbers numbers = open().announcementNumbers();
    assertThat(numbers.next(0)).isEqualTo(1);
    assertThat(numbers.next(0)).isEqualTo(2);
    assertThat(Files.readString(path.resolve("announcement-seqnum"))).isEqualTo("2\n");
    assertThat(open().announcementNumbers().next(41)).isEqualTo(42);
    assertThat(open().announcementNumbers().next(7)).isEqualTo(43);
    Files.writeString(path.resolve("announcement-seqnum"), "nonsense");
    assertThat(open().announcementNumbers().next(0)).isEqualTo(1);
  }

  private static NodeDirectory openAt(Path directory) throws NodeException {
    return NodeDirectory.open(directory, new SecureRandom(), Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(strings = {"webport", "introducer.furl", "no_storage", "log_gatherer.furl"})
  void filesOfTheOldestReleasesAreNamedAndNotUnderstood(String name) throws Exception {
    Files.writeString(path.resolve(name), "");
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pre-Tahoe-LAFS-v1.3")
        .hasMessageContaining(name);
  }

  @Test
  void aMissingPrivateFolderIsMadeForTheOwnerOnly() throws Exception {
    Files.delete(path.resolve("private"));
    open();
    assertThat(mode("private")).isEqualTo("rwx------");
  }
}
