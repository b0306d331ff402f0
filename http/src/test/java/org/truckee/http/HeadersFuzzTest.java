package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any header is understood, ignored, or refused with the status for it. */
class HeadersFuzzTest {
  private static final long[] SIZES = {0, 1, 1000, Long.MAX_VALUE / 2};

  @DictionaryEntries({"bytes=", "-", ",", "999999999999999999", "+"})
  @FuzzTest(maxDuration = "1m")
  void anyRangeIsWithinTheFileIgnoredOrRefused(byte[] input) {
    String header = new String(input, StandardCharsets.ISO_8859_1);
    for (long size : SIZES) {
      try {
        RangeHeaders.ofFile(header, size)
            .ifPresent(range -> assertThat(range.end()).isLessThanOrEqualTo(size));
      } catch (RefusedException e) {
        assertThat(e.status()).isEqualTo(416);
      }
    }
  }

  @DictionaryEntries({"%", "%2F", "%C3%A9", "&", ";", "=", "+", "q=0.5", "W/", "*/*"})
  @FuzzTest(maxDuration = "1m")
  void anyTextIsDecodedOrRefused(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    try {
      PercentEncoding.decode(text);
    } catch (RefusedException e) {
      assertThat(e.status()).isEqualTo(400);
    }
    List<QueryString.Argument> arguments = QueryString.parse(text);
    // What is handed on means the same when it is read again.
    String again =
        String.join("&", arguments.stream().map(QueryString.Argument::toString).toList());
    assertThat(QueryString.parse(again)).isEqualTo(arguments);
    QueryString.parseForm(text).forEach(field -> assertThat(field.value()).isNotEmpty());
    MediaTypes.prefers(text, "application/cbor");
    MediaTypes.essence(text);
    EntityTags.matches(text, "tag");
    assertThat(FileTypes.of(text)).contains("/");
  }
}
