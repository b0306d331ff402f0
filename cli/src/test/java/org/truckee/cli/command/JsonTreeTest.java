package org.truckee.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON without an object mapper, beside one. */
class JsonTreeTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[\"dirnode\", {\"size\": 9, \"deep\": [[1, 2.5, -3e100], [true, false, null]]}]",
        "{\"big\": 9223372036854775807, \"bigger\": 12345678901234567890123, \"a\\u0000\":"
            + " \"\u00e9\"}",
        "\"text\"",
        "1700000000.123456"
      })
  void aTreeIsReadAndWrittenAsAMapperDoes(String text) throws Exception {
    assertThat(JsonTree.parse(text)).isEqualTo(mapper.readTree(text));
    assertThat(JsonTree.text(JsonTree.parse(text)))
        .isEqualTo(mapper.writeValueAsString(mapper.readTree(text)));
    assertThat(JsonTree.indented(JsonTree.parse(text)))
        .isEqualTo(mapper.readTree(text).toPrettyString());
  }

  @Test
  void nothingIsMissing() throws Exception {
    assertThat(JsonTree.parse(" ").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "{\"a\"}", "{\"a\": }", "[1,]", "]", "nul"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> JsonTree.parse(text));
  }

  @Test
  void whatNestsTooDeepIsRefused() {
    assertThatExceptionOfType(JsonProcessingException.class)
        .isThrownBy(() -> JsonTree.parse("[".repeat(100_000)));
  }
}
