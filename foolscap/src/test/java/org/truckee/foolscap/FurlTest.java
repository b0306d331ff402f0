package org.truckee.foolscap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.Vectors;

class FurlTest {
  private static final String TUB = "sokzwgcxjyqrqclcrrt5uzgpmxyeekh4";

  private static Stream<JsonNode> each(String name) {
    return StreamSupport.stream(TestTubs.VECTORS.required(name).spliterator(), false);
  }

  @TestFactory
  Stream<DynamicTest> furlsAreParsedAsTheReferenceParsesThem() {
    return each("furls")
        .map(
            vector ->
                dynamicTest(
                    vector.required("furl").textValue(),
                    () -> {
                      String text = vector.required("furl").textValue();
                      if (vector.has("error")) {
                        assertThatThrownBy(() -> Furl.parse(text))
                            .isInstanceOf(IllegalArgumentException.class);
                        return;
                      }
                      Furl furl = Furl.parse(text);
                      assertThat(furl.tubText()).isEqualTo(vector.required("tubid").textValue());
                      assertThat(furl.hints().stream().map(ConnectionHint::text).toList())
                          .isEqualTo(Vectors.list(vector.required("hints"), JsonNode::textValue));
                      assertThat(furl.name()).isEqualTo(vector.required("name").textValue());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> hintsAreUnderstoodAsTheReferenceUnderstandsThem() {
    return each("hints")
        .map(
            vector ->
                dynamicTest(
                    vector.required("hint").textValue(),
                    () -> {
                      ConnectionHint hint = new ConnectionHint(vector.required("hint").textValue());
                      assertThat(hint.normalized())
                          .isEqualTo(vector.required("normalized").textValue());
                      Optional<ConnectionHint.Address> address =
                          vector.has("host")
                              ? Optional.of(
                                  new ConnectionHint.Address(
                                      vector.required("host").textValue(),
                                      vector.required("port").intValue()))
                              : Optional.empty();
                      assertThat(hint.tcpAddress()).isEqualTo(address);
                      if (vector.has("type")) {
                        assertThat(hint.type()).contains(vector.required("type").textValue());
                      }
                    }));
  }

  @Test
  void aFurlIsWrittenAsItIsReadAndKeepsItsSecretFromLogs() {
    String text = "pb://" + TUB + "@tcp:127.0.0.1:1,tor:x.onion:2/secretname";
    Furl furl = Furl.parse("junk before " + text);
    assertThat(furl.text()).isEqualTo(text);
    assertThat(furl.toString()).doesNotContain("secretname").contains(TUB);
    assertThat(furl.tubId()).get().hasToString(TUB);
  }

  @Test
  void whereATubIsDoesNotMakeAnotherFurl() {
    Furl furl = Furl.parse("pb://" + TUB + "@tcp:127.0.0.1:1/name");
    assertThat(furl).isEqualTo(Furl.parse("pb://" + TUB + "@/name"));
    assertThat(furl).isNotEqualTo(Furl.parse("pb://" + TUB + "@tcp:127.0.0.1:1/other"));
    assertThat(furl).isEqualTo(Furl.of(furl.tubId().orElseThrow(), List.of(), "name"));
  }

  @Test
  void whatIsNoTubIdIsNone() {
    assertThat(Furl.parse("pb://short@/name").tubId()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pb://",
        "http://" + TUB + "@x/abc",
        "pb://" + TUB + "@x/",
        "pb://" + TUB + "/abc",
        "pb://0" + "kzwgcxjyqrqclcrrt5uzgpmxyeekh4" + "a@x/abc",
        "pb://" + TUB + "@x,,y/abc",
        "pb://" + TUB + "@,/abc",
      })
  void otherTextIsAnErrorThatKeepsTheSecret(String text) {
    assertThatThrownBy(() -> Furl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("abc");
  }

  @Property(tries = 1000, seed = "20261129")
  void anyTextGivesAFurlOrAnErrorThatDoesNotRepeatIt(@ForAll String text) {
    try {
      assertThat(Furl.parse("pb://" + TUB + "@" + text).text()).startsWith("pb://" + TUB);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
