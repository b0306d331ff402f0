package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.node.config.ConfigurationException;

class IntroducersTest {
  private static Introducers parse(String text) throws ConfigurationException {
    return Introducers.parse("introducers.yaml", Optional.of(text), Optional.empty());
  }

  @Test
  void eachHasItsNameAndPlace() throws Exception {
    Introducers read =
        parse("introducers:\n  one:\n    furl: pb://a@h:1/x\n  zwei ä:\n    furl: pb://b@h:1/y\n");
    assertThat(read.introducers())
        .extracting(introducer -> introducer.name() + " " + introducer.furl().text())
        .containsExactly("one pb://a@h:1/x", "zwei ä pb://b@h:1/y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"introducers: {}\n", "other: 1\n", "introducers:\n"})
  void aFileMayNameNone(String text) throws Exception {
    assertThat(parse(text).introducers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "introducers: 5",
        "introducers:\n  1:\n    furl: pb://a@h:1/secret\n",
        "introducers:\n  one:\n    furl: 5\n",
        "introducers:\n  one: {}\n",
        "introducers:\n  ../one: {furl: 'pb://a@h:1/secret'}\n",
      })
  void whatItCannotSayIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("introducers.yaml")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theOldOptionNamesTheDefaultOne() throws Exception {
    Optional<String> option = Optional.of("pb://a@h:1/x");
    assertThat(Introducers.parse("f", Optional.empty(), option).introducers())
        .extracting(Introducers.Introducer::name)
        .containsExactly("default");
    Optional<String> other = Optional.of("introducers:\n  one:\n    furl: pb://b@h:1/y\n");
    assertThat(Introducers.parse("f", other, option).introducers()).hasSize(2);
    assertThatThrownBy(
            () -> Introducers.parse("f", Optional.of(Introducers.write("pb://b@h:1/y")), option))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be specified in tahoe.cfg and introducers.yaml");
  }

  @Test
  void onePlaceThatIsNoneDoesNotSpoilTheOthers() throws Exception {
    Introducers read = parse("introducers:\n  a: {furl: None}\n  b: {furl: 'pb://b@h:1/secret'}\n");
    assertThat(read.introducers()).extracting(Introducers.Introducer::name).containsExactly("b");
    assertThat(read.problems()).hasSize(1);
    assertThat(read.toString()).doesNotContain("/secret");
  }
}
