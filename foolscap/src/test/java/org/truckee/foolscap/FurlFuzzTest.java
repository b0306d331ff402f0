package org.truckee.foolscap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text is a FURL or is refused with an error that says so. */
class FurlFuzzTest {
  @DictionaryEntries({"pb://", "@tcp:", "127.0.0.1:", ",", "/"})
  @FuzzTest(maxDuration = "1m")
  void anyTextIsAFurlOrRefused(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Furl furl = Furl.parse(text);
      assertThat(Furl.parse(furl.text())).isEqualTo(furl);
      assertThat(furl.toString()).endsWith("/[secret]");
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
