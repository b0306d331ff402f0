package org.truckee.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class IniFileTest {
  private static IniFile parse(String text) throws ConfigurationException {
    return IniFile.parse("tahoe.cfg", text);
  }

  @Test
  void theFirstOfTheTwoDelimitersEndsTheName() throws Exception {
    IniFile file = parse("[node]\na = b:c=d\nx: y = z\nempty =\n");
    assertThat(file.get("node", "a")).contains("b:c=d");
    assertThat(file.get("node", "x")).contains("y = z");
    assertThat(file.get("node", "empty")).contains("");
    assertThat(file.get("node", "missing")).isEmpty();
    assertThat(file.get("client", "a")).isEmpty();
  }

  @Test
  void namesOfOptionsIgnoreCaseAndThoseOfSectionsDoNot() throws Exception {
    IniFile file = parse("[node]\nReveal-IP-Address = TRUE\n[Node]\nx = 1\n");
    assertThat(file.sections()).containsExactly("node", "Node");
    assertThat(file.get("node", "reveal-ip-address")).contains("TRUE");
  }

  @Test
  void aLaterDuplicateWinsAndRepeatedSectionsAreOne() throws Exception {
    IniFile file = parse("[a]\nx = 1\ny = 1\n[b]\n[a]\nx = 2\n");
    assertThat(file.sections()).containsExactly("a", "b");
    assertThat(file.options("a")).containsExactly("x", "y");
    assertThat(file.get("a", "x")).contains("2");
  }

  @Test
  void aDeeperLineContinuesTheValueAcrossCommentsAndEmptyLines() throws Exception {
    IniFile file = parse("[a]\nx = 1\n  2\n# comment\n\n  = 3\n\n\ny = 4\n");
    assertThat(file.get("a", "x")).contains("1\n2\n\n= 3");
    assertThat(file.get("a", "y")).contains("4");
  }

  @Test
  void anIndentedOptionIsContinuedOnlyByDeeperLines() throws Exception {
    IniFile file = parse("[a]\n  x = 1\n  y = 2\n    3\n z = 4");
    assertThat(file.get("a", "x")).contains("1");
    assertThat(file.get("a", "y")).contains("2\n3");
    assertThat(file.get("a", "z")).contains("4");
  }

  @Test
  void commentsTakeWholeLinesOnly() throws Exception {
    IniFile file = parse("# a\n ; b\n[a]\nport = 1 # x\n  # c\nurl = a;b\n");
    assertThat(file.get("a", "port")).contains("1 # x");
    assertThat(file.get("a", "url")).contains("a;b");
  }

  @Test
  void aByteOrderMarkAndLineEndsOfOtherSystemsDoNotMatter() throws Exception {
    IniFile file = parse("\ufeff[a]\r\nx = 1\r\n  2\ry = 3");
    assertThat(file.get("a", "x")).contains("1\n2");
    assertThat(file.get("a", "y")).contains("3");
  }

  @Test
  void defaultsAppearInEverySectionAfterItsOwnOptions() throws Exception {
    IniFile file = parse("[DEFAULT]\nx = 1\ny = 2\n[a]\nz = 3\nx = 4\n[b]\n");
    assertThat(file.sections()).containsExactly("a", "b");
    assertThat(file.options("a")).containsExactly("z", "x", "y");
    assertThat(file.get("a", "x")).contains("4");
    assertThat(file.get("b", "x")).contains("1");
  }

  @Test
  void percentSignsNameOtherOptionsOrThemselves() throws Exception {
    IniFile file =
        parse("[DEFAULT]\nhost = h%%\n[a]\nport = 5\nurl = %(Host)s:%(port)s\nbad = 5%\nx = %(n)s");
    assertThat(file.get("a", "url")).contains("h%:5");
    assertThatThrownBy(() -> file.get("a", "bad"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'tahoe.cfg' [a]bad");
    assertThatThrownBy(() -> file.get("a", "x"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'n', which is not there");
  }

  @Test
  void optionsThatReferToEachOtherInACircleAreAnError() throws Exception {
    IniFile file = parse("[a]\nx = %(y)s\ny = %(x)s\n");
    assertThatThrownBy(() -> file.get("a", "x")).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aValueThatGrowsWithEveryReferenceStaysWithinItsLimit() throws Exception {
    StringBuilder text = new StringBuilder("[a]\nx0 = " + "0".repeat(1000) + "\n");
    for (int i = 1; i < 9; i++) {
      text.append("x%d = %s\n".formatted(i, "%%(x%d)s".formatted(i - 1).repeat(20)));
    }
    IniFile file = parse(text.toString().replace("%%(", "%("));
    assertThatThrownBy(() -> file.get("a", "x8"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void textOutsideOfSectionsAndLinesWithoutValueAreErrorsThatNameTheLine() {
    assertThatThrownBy(() -> parse("\nx = 1\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("no section headers");
    assertThatThrownBy(() -> parse("[a]\nsecret words\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> parse("[a]\n= 1\n")).isInstanceOf(ConfigurationException.class);
  }

  @Property(tries = 2000, seed = "20261121")
  void anyTextGivesAFileWhoseOptionsCanBeAskedForOrAnError(
      @ForAll
          @StringLength(max = 200)
          @Chars({'[', ']', '=', ':', '%', '(', ')', 's', '\n', '\r', ' ', '\t', '#', ';', 'a'})
          @CharRange(from = '\u0000', to = '\uffff')
          String text) {
    try {
      IniFile file = parse(text);
      for (String section : file.sections()) {
        for (String option : file.options(section)) {
          askFor(file, section, option);
        }
      }
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageContaining("tahoe.cfg");
    }
  }

  private static void askFor(IniFile file, String section, String option) {
    try {
      assertThat(file.get(section, option)).isPresent();
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageContaining("tahoe.cfg");
    }
  }
}
