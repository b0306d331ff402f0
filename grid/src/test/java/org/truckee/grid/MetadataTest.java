package org.truckee.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.grid.directory.DirectoryVectors;

/** Metadata as JSON ({@code spec/03 §2.5}). */
class MetadataTest {
  @ParameterizedTest
  @MethodSource("json")
  void everyTextIsReadAndWrittenAgainAsItWasRecorded(JsonNode vector) throws Exception {
    String input = vector.get("input").textValue();
    if (vector.get("ok").booleanValue()) {
      String expected = vector.get("reserialized").textValue();
      assertThat(Metadata.parse(input).json()).isEqualTo(expected);
      assertThat(Metadata.parse(input.getBytes(StandardCharsets.UTF_8)).json()).isEqualTo(expected);
      assertThat(Metadata.parse(expected)).isEqualTo(Metadata.parse(input));
    } else {
      assertThatExceptionOfType(BadMetadataException.class)
          .isThrownBy(() -> Metadata.parse(input.getBytes(StandardCharsets.UTF_8)));
    }
  }

  static Stream<JsonNode> json() {
    return DirectoryVectors.section("metadata_json");
  }

  @Test
  void everyEncodingOfUnicodeIsToldApart() throws Exception {
    String json = "{\"a\": \"\u00e9\"}";

    assertThat(Metadata.parse(("\ufeff" + json).getBytes(StandardCharsets.UTF_8)).json())
        .isEqualTo("{\"a\": \"\\u00e9\"}");
    for (var charset : new String[] {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"}) {
      assertThat(Metadata.parse(json.getBytes(charset)).json()).isEqualTo("{\"a\": \"\\u00e9\"}");
    }
  }

  @Property
  void everyNumberIsReadBackAsItWas(@ForAll double value) throws Exception {
    Metadata metadata = new Metadata(JsonValue.Members.NONE.with("n", new JsonValue.Real(value)));

    assertThat(Metadata.parse(metadata.json())).isEqualTo(metadata);
  }

  @Property
  void everyTextIsReadBackAsItWas(@ForAll String name, @ForAll String text) throws Exception {
    Metadata metadata = new Metadata(JsonValue.Members.NONE.with(name, new JsonValue.Text(text)));

    assertThat(metadata.json()).matches("[ -~]*");
    assertThat(Metadata.parse(metadata.json())).isEqualTo(metadata);
  }

  @Test
  void namesThatOnlyLookLikeNumbersAreRefused() {
    for (String number : new String[] {"INF", "-INF", "+INF", "+Infinity", "+NaN"}) {
      assertThatExceptionOfType(BadMetadataException.class)
          .isThrownBy(() -> Metadata.parse("{\"a\": " + number + "}"));
    }
  }

  @Test
  void nestingIsLimited() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThatExceptionOfType(BadMetadataException.class)
        .isThrownBy(() -> Metadata.parse("{\"a\": " + deep + "}"));
  }

  @Test
  void theTimesOfALinkMayBeAnyNumbers() throws Exception {
    Metadata metadata =
        Metadata.parse("{\"tahoe\": {\"linkcrtime\": 7, \"linkmotime\": 8.5}, \"no-write\": 1}");

    assertThat(metadata.linkCreated()).contains(7.0);
    assertThat(metadata.linkModified()).contains(8.5);
    assertThat(metadata.isNoWrite()).isTrue();
    for (String harmless : new String[] {"false", "null", "0", "0.0", "\"\"", "[]", "{}"}) {
      assertThat(Metadata.parse("{\"no-write\": " + harmless + "}").isNoWrite()).isFalse();
    }
    assertThat(Metadata.parse("{\"tahoe\": 3}").linkCreated()).isEmpty();
    assertThat(Metadata.parse("{\"tahoe\": {\"linkcrtime\": \"x\"}}").linkCreated()).isEmpty();
  }
}
