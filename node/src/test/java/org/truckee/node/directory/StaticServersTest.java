package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;
import org.truckee.foolscap.Furl;
import org.truckee.node.config.ConfigurationException;
import org.truckee.wire.Nurl;
import org.truckee.wire.introducer.AnnouncedServer;

class StaticServersTest {
  private static final String KEY = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4a";
  private static final String FURL =
      "pb://sokzwgcxjyqrqclcrrt5uzgpmxyeekh4@tcp:127.0.0.1:44492/swissnum";
  private static final String NURL =
      "pb://1WUX44xKjKdpGLohmFcBNuIRN-8rlv1Iij_7rQ-o2cA@127.0.0.1:44492/swissnum#v=1";

  private static StaticServers parse(String text) throws ConfigurationException {
    return StaticServers.parse("servers.yaml", text);
  }

  private static String entry(String id, String announcement) {
    return "storage:\n  %s:\n    ann: {%s}\n".formatted(id, announcement);
  }

  private static String announcement(String more) {
    return "anonymous-storage-FURL: '%s', anonymous-storage-NURLs: ['%s']%s"
        .formatted(FURL, NURL, more);
  }

  @Test
  void aServerIsReadWithAllThatItsAnnouncementSays() throws Exception {
    StaticServers read =
        parse(
            """
            storage:
              v0-%s:
                ann:
                  anonymous-storage-FURL: %s
                  anonymous-storage-NURLs:
                    - %s
                  nickname: my-server-1
                  permutation-seed-base32: mfra
                  my-version: tahoe-lafs/1.20.0
                connections:
                  tcp: tcp
            """
                .formatted(KEY, FURL, NURL));
    assertThat(read.problems()).isEmpty();
    assertThat(read.servers())
        .containsExactly(
            new AnnouncedServer(
                "v0-" + KEY, "my-server-1", "mfra", Furl.parse(FURL), List.of(Nurl.parse(NURL))));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    List<AnnouncedServer> servers =
        List.of(
            new AnnouncedServer(
                "a", "näme: 'x'\n# 5", "mfra", Furl.parse(FURL), List.of(Nurl.parse(NURL))),
            new AnnouncedServer(
                "v0-" + KEY,
                "true",
                "mfra",
                Furl.parse(FURL),
                List.of(Nurl.parse(NURL), Nurl.parse(NURL.replace("44492", "1")))));
    assertThat(parse(StaticServers.write(servers)).servers()).isEqualTo(servers);
  }

  @Test
  void withoutASeedItFollowsFromTheNameOfTheServer() throws Exception {
    assertThat(parse(entry("v0-" + KEY, announcement(""))).servers().getFirst().permutationSeed())
        .isEqualTo(KEY);
    assertThat(parse(entry("fred", announcement(""))).servers().getFirst().permutationSeed())
        .isEqualTo(Base32.encode(Hashes.sha256("fred".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aNameIsWrittenAsOneLikes() throws Exception {
    AnnouncedServer server = parse(entry("7", announcement(", nickname: 5"))).servers().getFirst();
    assertThat(server.id()).isEqualTo("7");
    assertThat(server.nickname()).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "storage: {a: 5}",
        "storage: {a: {ann: {}}}",
        "storage: {a: {ann: {anonymous-storage-FURL: 'pb://secret'}}}",
        "storage: {a: {ann: {anonymous-storage-FURL: x, anonymous-storage-NURLs: ['secret']}}}",
        "storage: {a: {ann: {anonymous-storage-FURL: x, anonymous-storage-NURLs: 5}}}",
        "storage: {'': {ann: {anonymous-storage-FURL: x, anonymous-storage-NURLs: []}}}",
      })
  void aServerThatCannotBeUsedIsLeftOutAndSaid(String text) throws Exception {
    StaticServers read = parse(text);
    assertThat(read.servers()).isEmpty();
    assertThat(read.problems()).hasSize(1);
    assertThat(read.problems().getFirst()).doesNotContain("secret");
  }

  @Test
  void aBadSeedLeavesOneServerOutAndKeepsTheOthers() throws Exception {
    String text =
        "storage:\n  a: {ann: {%s}}\n  b: {ann: {%s}}\n"
            .formatted(announcement(", permutation-seed-base32: '1'"), announcement(""));
    assertThat(parse(text).servers()).extracting(AnnouncedServer::id).containsExactly("b");
    assertThat(parse(text).problems()).hasSize(1);
  }

  @Test
  void aFileWithoutServersHasNone() throws Exception {
    assertThat(parse("storage:\n").servers()).isEmpty();
    assertThat(parse("storage: {}\n").servers()).isEmpty();
    assertThat(parse("other: 5\n").servers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "5", "storage: 5", "{", "storage: !!java.io.File [x]", "a: *b"})
  void aFileThatIsNotWhatItShouldBeIsAnErrorThatNamesIt(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("servers.yaml");
  }

  @Test
  void aliasesThatMultiplyAreCutOff() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThatThrownBy(() -> parse(text.toString())).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void deepNestingIsCutOff() {
    assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(ConfigurationException.class);
  }

  @Property(tries = 2000, seed = "20261121")
  void anyTextGivesServersOrAnError(
      @ForAll
          @StringLength(max = 60)
          @Chars({'a', ':', ' ', '\n', '-', '[', ']', '{', '}', '&', '*', '!', '"', '\'', '%', '#'})
          String text) {
    try {
      assertThat(parse("storage:\n " + text)).isNotNull();
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageContaining("servers.yaml");
    }
  }
}
