package org.truckee.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColoursTest {
  private static Streams streams(boolean out, boolean err, boolean colour) {
    return new Streams(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(OutputStream.nullOutputStream()),
        out,
        err,
        colour);
  }

  @Test
  void areForTerminalsThatWantThem() {
    assertThat(streams(true, false, true).outColours().shown()).isTrue();
    assertThat(streams(true, false, true).errColours().shown()).isFalse();
    assertThat(streams(false, true, true).outColours().shown()).isFalse();
    assertThat(streams(true, true, false).outColours().shown()).isFalse();
    assertThat(streams(true, true, true).quiet().errColours().shown()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          xterm, '',  true
          xterm, 1,   false
          xterm, 0,   false
          dumb,  '',  false
          """)
  void obeyNoColor(String term, String noColor, boolean wanted) {
    assertThat(Streams.isColourWanted(Map.of("TERM", term, "NO_COLOR", noColor))).isEqualTo(wanted);
    assertThat(Streams.isColourWanted(Map.of())).isFalse();
  }

  @Test
  void markWhatStandsBeforeTheFirstColon() {
    Colours colours = new Colours(true);
    assertThat(colours.failure("error: no: not so"))
        .isEqualTo("\u001b[31merror:\u001b[0m no: not so");
    assertThat(colours.failure("no colon\nhere: it is")).isEqualTo("no colon\nhere: it is");
    assertThat(new Colours(false).failure("error: no")).isEqualTo("error: no");
    assertThat(colours.directory("d")).isEqualTo("\u001b[1;34md\u001b[0m");
  }
}
