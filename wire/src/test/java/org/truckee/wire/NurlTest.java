package org.truckee.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.truckee.wire.http.HttpVectors;

/** NURLs against what was recorded of the reference client, and against anything else. */
class NurlTest {
  @Test
  void nurlsAreAcceptedAndRefusedAsByTheReference() {
    for (JsonNode vector : HttpVectors.get("nurl_handling_by_the_reference_client")) {
      String text = vector.required("nurl").asText();
      if (!vector.has("accepted")) {
        assertThatThrownBy(() -> Nurl.parse(text))
            .as(text)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageNotContaining("swiss/")
            .hasMessageContaining("NURL");
        continue;
      }
      JsonNode accepted = vector.get("accepted");
      Nurl nurl = Nurl.parse(text);
      String base = accepted.required("base_url").asText();
      assertThat(nurl.certificateHash()).isEqualTo(accepted.required("hash").asText());
      assertThat(nurl.swissnum().text()).isEqualTo(accepted.required("swissnum").asText());
      assertThat(nurl.baseUrl()).isIn(base, base + ":443");
    }
  }

  @Test
  void aNurlIsPrintedAsItWasReadButNotShown() {
    String text = "pb://dJ58ki7RBzbFI_fwhxZjZb7rBQrH4b8fr5tfSIU2J0I@[::1]:5555/aaaqeayeaudao#v=1";
    Nurl nurl = Nurl.parse(text);
    assertThat(nurl.text()).isEqualTo(text);
    assertThat(nurl.host()).isEqualTo("::1");
    assertThat(nurl.toString()).contains("[::1]:5555").doesNotContain("aaaqeayeaudao");
    assertThat(Nurl.parse(nurl.text())).isEqualTo(nurl);
  }

  @Property
  void anyTextIsANurlOrAnErrorThatSaysSo(@ForAll String text) {
    try {
      Nurl nurl = Nurl.parse("pb://dJ58ki7RBzbFI_fwhxZjZb7rBQrH4b8fr5tfSIU2J0I@" + text);
      assertThat(Nurl.parse(nurl.text())).isEqualTo(nurl);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).*(NURL|swissnum|host|port).*");
    }
  }
}
