package org.truckee.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FurlTest {
  private static final String TUB = "sokzwgcxjyqrqclcrrt5uzgpmxyeekh4";

  @Test
  void aFurlNamesANodeItsPlacesAndASecret() {
    String text = "pb://" + TUB + "@tcp:127.0.0.1:1,tor:x.onion:2/abc";
    Furl furl = Furl.parse(text);
    assertThat(furl.tubId()).hasToString(TUB);
    assertThat(furl.hints()).isEqualTo(List.of("tcp:127.0.0.1:1", "tor:x.onion:2"));
    assertThat(furl.text()).isEqualTo(text);
    assertThat(furl.toString()).doesNotContain("abc").contains(TUB);
  }

  @Test
  void aFurlMayHaveNoPlaces() {
    assertThat(Furl.parse("pb://" + TUB + "@/abc").hints()).isEmpty();
  }

  @Test
  void whatTheReferenceOverlooksIsOverlooked() {
    String plain = "pb://" + TUB + "@tcp:h:1/abc";
    assertThat(Furl.parse("see pb://" + TUB.toUpperCase(Locale.ROOT) + "@tcp:h:1/abc\n").text())
        .isEqualTo(plain);
    assertThat(Furl.parse("pb://" + TUB + "more@tcp:h:1/abc").text()).isEqualTo(plain);
  }

  @Test
  void twoFurlsOfOneObjectHaveTheSameTubAndName() {
    Furl here = Furl.parse("pb://" + TUB + "@tcp:h:1/abc");
    assertThat(here.isSameObject(Furl.parse("pb://" + TUB + "@tcp:elsewhere:2/abc"))).isTrue();
    assertThat(here.isSameObject(Furl.parse("pb://" + TUB + "@tcp:h:1/abd"))).isFalse();
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
        "pb://" + TUB + "@x/a b",
        "pb://" + TUB + "@x,,y/abc",
        "pb://" + TUB + "@,/abc",
      })
  void otherTextIsAnErrorThatKeepsTheSecret(String text) {
    assertThatThrownBy(() -> Furl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("abc");
  }

  @Property(tries = 1000, seed = "20261121")
  void anyTextGivesAFurlOrAnError(@ForAll String text) {
    try {
      assertThat(Furl.parse("pb://" + TUB + "@" + text).text()).startsWith("pb://");
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
