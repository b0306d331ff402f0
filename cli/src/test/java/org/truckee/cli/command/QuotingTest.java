package org.truckee.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of {@code spec/10 §3.6}. */
class QuotingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      value = {
        "plain name|'plain name'",
        "übung ☃|'übung ☃'",
        "it's|\"it's\"",
        "a\"b|'a\"b'",
        "it's $5|\"it's \\$5\"",
        "`'\\|\"\\`'\\\\\"",
        "é\u0085|\"é\\x85\"",
        "\ufdd0|\"\\ufdd0\"",
        "\ud83d\ude00|\"\\U0001f600\""
      })
  void whatIsNotOrdinaryIsEscaped(String text, String quoted) {
    assertThat(Quoting.quoted(text)).isEqualTo(quoted);
  }

  @Test
  void marksStandWhereTheyAreNeeded() {
    assertThat(Quoting.plain("name")).isEqualTo("name");
    assertThat(Quoting.plain("\"name\"")).isEqualTo("'\"name\"'");
    assertThat(Quoting.plain("two\nlines")).isEqualTo("\"two\\x0alines\"");
    assertThat(Quoting.lines("two\nlines")).isEqualTo("two\nlines");
    assertThat(Quoting.quoted("")).isEqualTo("''");
  }

  @Property(tries = 500, seed = "20261130")
  void nothingThatMovesTheCursorIsLeft(@ForAll String text) {
    assertThat(Quoting.quoted(text).chars().filter(c -> c < 0x20 || c == 0x7f)).isEmpty();
    assertThat(Quoting.visible(text).chars().filter(c -> c < 0x20 || c == 0x7f)).isEmpty();
  }
}
