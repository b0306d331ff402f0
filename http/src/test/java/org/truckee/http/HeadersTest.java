package org.truckee.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class HeadersTest {
  @Example
  void aRangeOfAFileIsWhatTheHeaderSays() throws RefusedException {
    assertThat(part("bytes=0-9", 100)).contains(new HttpRange(0, 10));
    assertThat(part("bytes=90-", 100)).contains(new HttpRange(90, 100));
    assertThat(part("bytes=-10", 100)).contains(new HttpRange(90, 100));
    assertThat(part("bytes=-200", 100)).contains(new HttpRange(0, 100));
    assertThat(part("bytes= 3 - 4 ", 100)).contains(new HttpRange(3, 5));
    for (String ignored :
        List.of("bytes=100-", "bytes=-0", "bytes=50-40", "bytes=", "bytes=-", "Bytes=0-1", "x")) {
      assertThat(part(ignored, 100)).as(ignored).isEmpty();
    }
    assertThatThrownBy(() -> part("bytes=100-200", 100))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.status()).isEqualTo(416));
  }

  @Example
  void aRangeMayReachToTheLargestNumberAndBeyond() throws RefusedException {
    for (String last : List.of("9223372036854775807", "9223372036854775808", "9".repeat(40))) {
      assertThat(part("bytes=5-" + last, 100)).as(last).contains(new HttpRange(5, 100));
      assertThat(part("bytes=-" + last, 100)).as(last).contains(new HttpRange(0, 100));
      assertThat(RangeHeaders.closed("bytes=5-" + last))
          .hasValueSatisfying(range -> assertThat(range.end()).isEqualTo(Long.MAX_VALUE));
    }
  }

  @Example
  void ofSeveralRangesTheFirstCountsIfAllMakeSense() throws RefusedException {
    assertThat(part("bytes=0-0,5-6", 100)).contains(new HttpRange(0, 1));
    assertThat(part("bytes=0-9 , 3-4", 100)).contains(new HttpRange(0, 10));
    assertThat(part("bytes=0-9,4-3", 100)).isEmpty();
    assertThat(part("bytes=0-9,", 100)).isEmpty();
    assertThat(part("bytes=0-9,x", 100)).isEmpty();
    assertThat(part("bytes=0-9" + ",0-9".repeat(1000), 100)).isEmpty();
  }

  @Property
  void anyRangeIsWithinTheFileIgnoredOrRefused(
      @ForAll String items, @ForAll @LongRange(min = 0, max = 1000) long size) {
    check("bytes=" + items, size);
  }

  @Property
  void numericRangesLieWithinTheFile(
      @ForAll long first, @ForAll long last, @ForAll @LongRange(min = 0, max = 1000) long size) {
    check("bytes=%d-%d".formatted(first, last), size);
    check("bytes=%d-".formatted(first), size);
    check("bytes=-%d".formatted(last), size);
  }

  private static void check(String header, long size) {
    try {
      part(header, size)
          .ifPresent(range -> assertThat(range.end()).isBetween(range.begin() + 1, size));
    } catch (RefusedException e) {
      assertThat(e.status()).isEqualTo(416);
    }
  }

  private static Optional<HttpRange> part(String header, long size) throws RefusedException {
    return RangeHeaders.ofFile(header, size);
  }

  @Example
  void aTagMatchesOnlyAsAWhole() {
    assertThat(EntityTags.matches("abc-", "abc-")).isTrue();
    assertThat(EntityTags.matches("\"abc-\"", "abc-")).isTrue();
    assertThat(EntityTags.matches("W/\"abc-\"", "abc-")).isTrue();
    assertThat(EntityTags.matches("x, abc- y", "abc-")).isTrue();
    assertThat(EntityTags.matches("*", "abc-")).isTrue();
    assertThat(EntityTags.matches("abc-json", "abc-")).isFalse();
    assertThat(EntityTags.matches("xabc-", "abc-")).isFalse();
    assertThat(EntityTags.matches("\"xabc-y\"", "abc-")).isFalse();
    assertThat(EntityTags.matches("", "abc-")).isFalse();
  }

  @Property
  void everyTextSurvivesTheWayThroughAPath(@ForAll String text) throws RefusedException {
    String whole = withoutLoneSurrogates(text);
    assertThat(PercentEncoding.decode(PercentEncoding.encode(whole))).isEqualTo(whole);
  }

  @Property
  void anyTextIsDecodedOrRefused(@ForAll String text) {
    try {
      PercentEncoding.decode(text);
    } catch (RefusedException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Property
  void aQueryMeansTheSameWhenItIsWrittenAgain(@ForAll String query) {
    List<QueryString.Argument> arguments = QueryString.parse(query);
    String again =
        String.join("&", arguments.stream().map(QueryString.Argument::toString).toList());
    assertThat(QueryString.parse(again)).isEqualTo(arguments);
  }

  @Example
  void aFormOfTheShellIsRead() {
    assertThat(QueryString.parseForm("t=check&output=JSON&empty=&name=caf%C3%A9+x;y"))
        .extracting(QueryString.Argument::text)
        .containsExactly("check", "JSON", "café x;y");
  }

  @Example
  void theBestTypeOfAnAcceptHeaderCounts() {
    assertThat(MediaTypes.prefers("text/html;q=0.5, application/cbor", "application/cbor"))
        .isTrue();
    assertThat(MediaTypes.prefers("text/html, application/cbor;q=0.5", "application/cbor"))
        .isFalse();
    assertThat(MediaTypes.essence(" text/html ; charset=utf-8")).isEqualTo("text/html");
  }

  private static String withoutLoneSurrogates(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
