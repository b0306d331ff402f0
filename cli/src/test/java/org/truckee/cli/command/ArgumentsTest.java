package org.truckee.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static final Option DIRECTORY = Option.value("DIR", "where", "node-directory", "d");
  private static final Option QUIET = Option.flag("less", "quiet", "q");
  private static final Option QUICK = Option.flag("faster", "quick");
  private static final Option VERIFY = Option.flag("all", "verify", "verify-cap");
  private static final List<Option> KNOWN = List.of(DIRECTORY, QUIET, QUICK, VERIFY);

  private static Arguments parse(String... arguments) throws UsageException {
    return Arguments.parse(List.of(arguments), KNOWN, true);
  }

  @Test
  void valuesFollowOrAreAttachedAndTheLastOneWins() throws Exception {
    assertThat(parse("-d", "a").value(DIRECTORY)).contains("a");
    assertThat(parse("-da").value(DIRECTORY)).contains("a");
    assertThat(parse("-qd", "a").value(DIRECTORY)).contains("a");
    assertThat(parse("--node-directory=a=b").value(DIRECTORY)).contains("a=b");
    assertThat(parse("--node-directory", "-q").value(DIRECTORY)).contains("-q");
    assertThat(parse("-d", "a", "--node-directory=").value(DIRECTORY)).contains("");
    assertThat(parse().value(DIRECTORY)).isEmpty();
  }

  @Test
  void aBeginningThatFitsOneOptionIsEnoughAndAWholeNameAlwaysIs() throws Exception {
    assertThat(parse("--no", "a").value(DIRECTORY)).contains("a");
    assertThat(parse("--quie").has(QUIET)).isTrue();
    assertThat(parse("--verify").has(VERIFY)).isTrue();
    assertThat(parse("--verify-c").has(VERIFY)).isTrue();
  }

  @Test
  void optionsMayStandBehindOtherArgumentsUnlessTheyBelongToACommand() throws Exception {
    assertThat(parse("a", "-q", "-", "b").words()).containsExactly("a", "-", "b");
    assertThat(parse("a", "-q").has(QUIET)).isTrue();
    Arguments global = Arguments.parse(List.of("-q", "get", "-x", "--y"), KNOWN, false);
    assertThat(global.words()).containsExactly("get", "-x", "--y");
  }

  @Test
  void behindTwoDashesNothingIsAnOption() throws Exception {
    assertThat(parse("a", "--", "-q", "--").words()).containsExactly("a", "-q", "--");
    assertThat(parse("--", "-q").has(QUIET)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--x, option --x not recognized",
    "--x=5, option --x not recognized",
    "-x, option -x not recognized",
    "-qx, option -x not recognized",
    "--qui, option --qui not a unique prefix",
    "--quiet=yes, option --quiet must not have an argument",
    "--node-directory, option --node-directory requires argument",
    "-d, option -d requires argument",
  })
  void mistakesAreNamedInTheWordsOfTheReference(String argument, String message) {
    assertThatThrownBy(() -> parse(argument))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void anOptionThatMayBeRepeatedKeepsAllItsValues() throws Exception {
    Option exclude = Option.value("PATTERN", "leave out", "exclude", "x").repeated();
    Arguments arguments =
        Arguments.parse(List.of("-x", "a", "--exclude=b", "-xc"), List.of(exclude), true);
    assertThat(arguments.values(exclude)).containsExactly("a", "b", "c");
    assertThat(parse().values(exclude)).isEmpty();
  }

  @Test
  void aMistypedOptionIsAnErrorThatNamesTheNearest() {
    assertThatThrownBy(() -> parse("--verfy"))
        .isInstanceOf(UsageException.class)
        .hasMessage("option --verfy not recognized")
        .extracting(e -> ((UsageException) e).hint())
        .isEqualTo("Did you mean '--verify'?");
    assertThatThrownBy(() -> parse("--verbose"))
        .isInstanceOf(UsageException.class)
        .hasMessage("option --verbose not recognized");
  }

  @Test
  void thereMustBeAsManyWordsAsACommandTakes() throws Exception {
    assertThat(parse("a", "b").words(1, 2)).containsExactly("a", "b");
    assertThatThrownBy(() -> parse().words(1, 2))
        .isInstanceOf(UsageException.class)
        .hasMessage("Wrong number of arguments.")
        .extracting(e -> ((UsageException) e).hint())
        .isEqualTo("Something is missing, see above.");
    assertThatThrownBy(() -> parse("a", "b", "c").words(1, 2))
        .isInstanceOf(UsageException.class)
        .hasMessage("Wrong number of arguments.")
        .extracting(e -> ((UsageException) e).hint())
        .isEqualTo("There is no use for 'c'.");
  }

  @Test
  void numbersAreCheckedAgainstTheirLimit() throws Exception {
    assertThat(parse("-d", "17").number(DIRECTORY, 17)).contains(17);
    for (String bad : List.of("18", "-1", "x", "", "99999999999")) {
      assertThatThrownBy(() -> parse("-d", bad).number(DIRECTORY, 17))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("0 to 17");
    }
  }

  @Property(tries = 2000, seed = "20261121")
  void anyArgumentsAreUnderstoodOrAreAUsageError(@ForAll("lines") List<String> line) {
    try {
      assertThat(Arguments.parse(line, KNOWN, true).words()).isNotNull();
    } catch (UsageException e) {
      assertThat(e.getMessage()).startsWith("option -");
    }
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.oneOf(
            Arbitraries.of("-", "--", "-q", "-d", "--node-directory", "--qui", "-dq", "--=", "-="),
            Arbitraries.strings().ofMaxLength(6))
        .list()
        .ofMaxSize(6);
  }
}
