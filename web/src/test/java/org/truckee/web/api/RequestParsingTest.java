package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.truckee.http.PercentEncoding;

class RequestParsingTest {
  @Example
  void anEscapedSlashIsPartOfAPieceAndDotsMeanNothing() throws WebException {
    assertThat(UrlPath.parse("/uri/a%2Fb/../c+d/").pieces())
        .containsExactly("uri", "a/b", "..", "c+d", "");
  }

  @Example
  void aPathThatIsNotUtf8IsRefused() {
    assertThatThrownBy(() -> UrlPath.parse("/uri/%ff"))
        .isInstanceOfSatisfying(WebException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Property
  void everyTextSurvivesTheWayThroughAPath(@ForAll List<String> texts) throws WebException {
    List<String> pieces =
        texts.stream()
            .map(RequestParsingTest::withoutLoneSurrogates)
            .filter(text -> !text.isEmpty())
            .toList();
    String path = "/" + String.join("/", pieces.stream().map(PercentEncoding::encode).toList());
    assertThat(UrlPath.parse(path).pieces()).isEqualTo(pieces.isEmpty() ? List.of("") : pieces);
  }

  @Property
  void anyPathGivesPiecesOrARefusal(@ForAll String path) {
    try {
      assertThat(UrlPath.parse("/" + path).pieces()).isNotEmpty();
    } catch (WebException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Example
  void theFirstArgumentWinsAndSemicolonsSeparateToo() throws WebException {
    Arguments arguments = Arguments.ofQuery("x=1;t=%20uri+&t=json&flag&save=ON");
    assertThat(arguments.operation()).isEqualTo("uri");
    assertThat(arguments.text("flag")).isEmpty();
    assertThat(arguments.flag("save")).isTrue();
  }

  @Property
  void everyTextSurvivesTheWayThroughAQuery(@ForAll @NotEmpty String text) {
    String value = withoutLoneSurrogates(text);
    assertThat(Arguments.ofQuery("a=" + PercentEncoding.encode(value)).text("a")).contains(value);
  }

  @Property
  void anyQueryCanBeAskedForAnything(@ForAll String query) {
    Arguments arguments = Arguments.ofQuery(query);
    assertThat(arguments.queryWithout("a")).doesNotContain(" ");
    try {
      arguments.operation();
      arguments.flag("a");
      arguments.format();
    } catch (WebException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Example
  void slashesTooManyBeforeACapMeanNothing() throws WebException {
    assertThat(UrlPath.parse("//uri").pieces()).containsExactly("uri");
    assertThat(UrlPath.parse("//uri//CAP").pieces()).containsExactly("uri", "CAP");
    assertThat(UrlPath.parse("/uri/").pieces()).containsExactly("uri", "");
    assertThat(UrlPath.parse("/uri/CAP//x/").pieces()).containsExactly("uri", "CAP", "", "x", "");
    assertThat(UrlPath.parse("//").pieces()).containsExactly("");
    assertThat(UrlPath.parse("//uri//CAP").depth()).isEqualTo(3);
  }

  /** UTF-8 has no way to write half a surrogate pair. */
  private static String withoutLoneSurrogates(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
