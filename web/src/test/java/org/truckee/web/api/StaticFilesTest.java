package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator puts into {@code web.static}. */
class StaticFilesTest {
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Path folder() throws IOException {
    return Files.createDirectories(node.folder().resolve("public_html"));
  }

  @Test
  void aFolderThatComesLaterIsShown() throws IOException {
    assertThat(get("/static/a.txt").status()).isEqualTo(404);
    Files.writeString(folder().resolve("a.txt"), "0123456789");
    Files.createDirectory(folder().resolve("b c"));
    RawHttp.Answer answer = get("/static/a.txt");
    assertThat(answer.text()).isEqualTo("0123456789");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.header("Last-Modified")).endsWith("GMT");
    assertThat(get("/static").header("Location")).isEqualTo("/static/");
    assertThat(get("/static/").text()).contains("href=\"a.txt\"", "href=\"b%20c/\"");
    assertThat(get("/static/b%20c").status()).isEqualTo(302);
  }

  @Test
  void anIndexIsShownInThePlaceOfItsFolder() throws IOException {
    Files.writeString(folder().resolve("index.html"), "<p>mine");
    assertThat(get("/static/").text()).isEqualTo("<p>mine");
    Files.writeString(folder().resolve("unknown"), "x");
    assertThat(get("/static/unknown").header("Content-Type")).isEqualTo("text/html");
  }

  @Test
  void whoHasItAlreadyGetsNoneOfIt() throws IOException {
    Files.writeString(folder().resolve("a.txt"), "x");
    String modified = get("/static/a.txt").header("Last-Modified");
    RawHttp.Answer again = get("/static/a.txt", Map.of("If-Modified-Since", modified));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(
            get("/static/a.txt", Map.of("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"))
                .status())
        .isEqualTo(200);
    assertThat(get("/static/a.txt", Map.of("If-Modified-Since", "yesterday")).status())
        .isEqualTo(200);
  }

  @Test
  void rangesAreAnsweredAsHttpHasIt() throws IOException {
    Files.writeString(folder().resolve("a.txt"), "0123456789");
    RawHttp.Answer one = get("/static/a.txt", Map.of("Range", "bytes=-3"));
    assertThat(one.status()).isEqualTo(206);
    assertThat(one.header("Content-Range")).isEqualTo("bytes 7-9/10");
    assertThat(one.text()).isEqualTo("789");
    RawHttp.Answer none = get("/static/a.txt", Map.of("Range", "bytes=10-"));
    assertThat(none.status()).isEqualTo(416);
    assertThat(none.header("Content-Range")).isEqualTo("bytes */10");
    assertThat(none.body()).isEmpty();
    RawHttp.Answer two = get("/static/a.txt", Map.of("Range", "bytes=0-1,5-"));
    assertThat(two.status()).isEqualTo(206);
    assertThat(two.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
    assertThat(two.body()).hasSize(Integer.parseInt(two.header("Content-Length")));
    assertThat(two.text())
        .contains("Content-Range: bytes 0-1/10\r\n\r\n01\r\n")
        .contains("Content-Range: bytes 5-9/10\r\n\r\n56789\r\n");
    assertThat(get("/static/a.txt", Map.of("Range", "bytes=3-1")).status()).isEqualTo(200);
    String many = "bytes=" + "0-0,".repeat(100) + "0-0";
    assertThat(get("/static/a.txt", Map.of("Range", many)).status())
        .as("a small request must not cause a large answer")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/static/../private/api_auth_token",
        "/static/%2e%2e/private/api_auth_token",
        "/static/..%2fprivate%2fapi_auth_token",
        "/static/%2e%2e%2fprivate/api_auth_token",
        "/static/x/../../private/api_auth_token",
        "/static//private/api_auth_token",
        "/static/a.txt/",
        "/css/../../private/api_auth_token",
        "/css/",
        "/css/nothing"
      })
  void nothingElseIsReached(String target) throws IOException {
    Files.writeString(folder().resolve("a.txt"), "x");
    RawHttp.Answer answer = get(target);
    assertThat(answer.text()).doesNotContain(TestNode.TOKEN);
    assertThat(answer.status()).isIn(target.equals("/css/") ? List.of(200) : List.of(400, 404));
  }

  @Test
  void onlyReadingIsPossible() throws IOException {
    assertThat(node.http().send("POST", "/tahoe.css", Map.of(), new byte[0]).status())
        .isEqualTo(405);
    assertThat(node.http().send("PUT", "/tahoe.css", Map.of(), new byte[0]).status())
        .isEqualTo(501);
    RawHttp.Answer head = node.http().send("HEAD", "/icon.png", Map.of(), new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
  }

  private RawHttp.Answer get(String target) throws IOException {
    return get(target, Map.of());
  }

  private RawHttp.Answer get(String target, Map<String, String> headers) throws IOException {
    return node.http().send("GET", target, headers, new byte[0]);
  }
}
