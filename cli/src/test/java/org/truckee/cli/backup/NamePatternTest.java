package org.truckee.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec/11 §B1}: patterns for whole names. */
class NamePatternTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          *~,          b~,        true
          *~,          b~c,       false
          *,           .hidden,   true
          ?,           ä,         true
          ?,           😀,         true
          ?,           ab,        false
          [abc]x,      bx,        true
          [!abc]x,     bx,        false
          [!abc]x,     dx,        true
          [a-c]*.txt,  b.tar.txt, true
          []]x,        ]x,        true
          [!]]x,       ]x,        false
          [a,          [a,        true
          [z-a],       m,         false
          a[-]b,       a-b,       true
          {a},         a,         false
          {arch},      {arch},    true
          '#c',        #c,        true
          a\\*,        a\\b,      true
          A,           a,         false
          a*b*c,       aXbXbXc,   true
          a*b*c,       aXbXbX,    false
          """)
  void matchesWholeNames(String pattern, String name, boolean matches) {
    assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void takesNoTimeForAPatternOfManyStars() {
    NamePattern pattern = NamePattern.of("*a".repeat(100) + "b");
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(pattern.matches("a".repeat(250))).isFalse());
  }

  /** The JDK's own patterns are the same for these characters, except for a leading dot. */
  @Property(seed = "20261121")
  void agreesWithAnotherImplementation(
      @ForAll @StringLength(min = 1, max = 8) @Chars({'*', '?'}) @CharRange(from = 'a', to = 'c')
          String pattern,
      @ForAll @StringLength(min = 1, max = 8) @CharRange(from = 'a', to = 'c') String name) {
    boolean expected =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
    assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  void blanksAroundPatternsAndEmptyOnesDoNotCount() {
    NamePatterns patterns = new NamePatterns(List.of("  *.o ", "", "   "));
    assertThat(patterns.match("a.o")).isTrue();
    assertThat(patterns.match("")).isFalse();
    assertThat(patterns.match("a.c")).isFalse();
  }

  @Test
  void whatVersionControlKeepsIsAmongThem() {
    NamePatterns patterns = new NamePatterns(NamePatterns.VERSION_CONTROL);
    assertThat(List.of(".git", "CVS", "{arch}", "=update", "_darcs")).allMatch(patterns::match);
    assertThat(List.of("git", ".github", "arch")).noneMatch(patterns::match);
  }
}
