package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests as tools and browsers of all kinds send them, also on behalf of other sites. */
class WildRequestsTest {
  private static final String LITERAL = "/uri/URI:LIT:nruxi";
  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void stop() {
    // That a connection comes while the node stops is no mistake of a client.
    root().detachAppender(log);
    node.close();
    assertThat(log.list)
        .as("mistakes of clients are no warnings of ours")
        .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void aFormOfTheShellIsAForm() throws IOException {
    RawHttp.Answer answer = post(LITERAL, FORM, "t=check&output=JSON&empty=");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("\"healthy\": true");
    assertThat(post("/uri", FORM, "t=upload&file=x").status()).isEqualTo(400);
    assertThat(post("/uri", FORM, "x".repeat(2 << 20)).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//uri/URI:LIT:nruxi", "/uri//URI:LIT:nruxi", "///cap//URI:LIT:nruxi"})
  void slashesTooManyBeforeACapMeanNothing(String target) throws IOException {
    assertThat(get(target, Map.of()).text()).isEqualTo(contents());
    assertThat(node.http().send("PUT", "//uri", Map.of(), new byte[3]).status()).isEqualTo(200);
  }

  private String contents() throws IOException {
    return get(LITERAL, Map.of()).text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-0,1-1", "bytes=0-0, 2-"})
  void ofSeveralRangesTheFirstIsAnsweredAndSaid(String ranges) throws IOException {
    RawHttp.Answer answer = get(LITERAL, Map.of("Range", ranges));
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).startsWith("bytes 0-0/");
    assertThat(answer.text()).isEqualTo(contents().substring(0, 1));
  }

  @Test
  void aRangeThatMakesNoSenseAmongOthersIsIgnoredWithAllOfThem() throws IOException {
    RawHttp.Answer answer = get(LITERAL, Map.of("Range", "bytes=0-0,2-1"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(contents());
  }

  @Test
  void aRangeMayReachToTheLargestNumber() throws IOException {
    RawHttp.Answer answer = get(LITERAL, Map.of("Range", "bytes=1-9223372036854775807"));
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(contents().substring(1));
  }

  @ParameterizedTest
  @CsvSource({
    "a.gz,application/gzip",
    "a.tar.gz,application/gzip",
    "a.bz2,application/x-bzip2",
    "a.webp,image/webp",
    "a.ogg,audio/ogg",
    "a.m4a,audio/mp4",
    "a.mkv,video/matroska",
    "a.epub,application/epub+zip",
    "a.woff2,font/woff2",
    "README.md,text/markdown",
    "a.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  })
  void whatIsSavedIsWhatItsNameSaysAndNotUnpacked(String name, String type) throws IOException {
    RawHttp.Answer answer = get("/named/URI:LIT:nruxi/%s?save=true".formatted(name), Map.of());
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.header("Content-Encoding")).isNull();
  }

  @Test
  void anErrorHasNoCodingOfTheFileThatItIsSentInsteadOf() throws IOException {
    String cap = node.http().send("PUT", "/uri", Map.of(), random(1000)).text();
    node.servers().servers().forEach(server -> server.crash());
    RawHttp.Answer answer = get("/named/" + cap + "/a.gz", Map.of("Accept", "text/plain"));
    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.header("Content-Encoding")).isNull();
  }

  @Test
  void contentsOfTheGridCannotActAsAPartOfThisSite() throws IOException {
    RawHttp.Answer answer = get("/named/URI:LIT:nruxi/a.html", Map.of());
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get("/", Map.of()).header("Content-Security-Policy"))
        .as("our own pages are no sandbox")
        .startsWith("default-src 'none'");
  }

  @Test
  void aTagMatchesOnlyAsAWhole() throws IOException {
    String cap = node.http().send("PUT", "/uri", Map.of(), random(1000)).text();
    String tag = get("/uri/" + cap, Map.of()).header("ETag");
    assertThat(get("/uri/" + cap, Map.of("If-None-Match", tag)).status()).isEqualTo(304);
    for (String other : new String[] {tag + "json", "x" + tag, "\"" + tag + "x\"", tag + tag}) {
      assertThat(get("/uri/" + cap, Map.of("If-None-Match", other)).status())
          .as(other)
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%5Chost",
        "%09/x",
        "%09//host",
        "/%09/host",
        "//host",
        "%20/x",
        "a%5Cb",
        "%01/x"
      })
  void aLinkThatABrowserTakesElsewhereIsNotShown(String link) throws IOException {
    RawHttp.Answer page = post(LITERAL + "?t=check&return_to=" + link, Map.of(), "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).doesNotContain(">Return<");
    assertThat(post(LITERAL + "?t=check&return_to=../x%3Fy", Map.of(), "").text())
        .contains("href=\"../x?y\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,http://evil.example",
    "Origin,null",
    "Origin,http://127.0.0.1:1",
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site"
  })
  void pagesOfOtherSitesChangeNothing(String header, String value) throws IOException {
    for (String method : new String[] {"POST", "PUT"}) {
      RawHttp.Answer answer = node.http().send(method, "/uri", Map.of(header, value), new byte[60]);
      assertThat(answer.status()).as(method).isEqualTo(403);
    }
    assertThat(post(LITERAL + "?t=check&repair=true", Map.of(header, value), "").status())
        .isEqualTo(403);
    assertThat(get(LITERAL, Map.of(header, value)).status()).as("reading").isEqualTo(200);
  }

  @Test
  void ourOwnPagesAndProgramsMayChangeThings() throws IOException {
    String own = "http://127.0.0.1:" + node.http().port();
    for (Map<String, String> headers :
        List.of(
            Map.of("Origin", own),
            Map.of("Origin", own, "Sec-Fetch-Site", "same-origin"),
            Map.of("Sec-Fetch-Site", "none"),
            Map.<String, String>of())) {
      assertThat(post(LITERAL + "?t=check", headers, "").status()).as("" + headers).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,200",
    "localhost:3456,200",
    "LocalHost,200",
    "127.0.0.1:99,200",
    "127.5.5.5,200",
    "[::1]:3456,200",
    "truckee.localhost,200",
    "evil.example,403",
    "evil.example:3456,403",
    "127.0.0.1.evil.example,403",
    "10.0.0.1,403",
    "[::2],403",
    "localhost.evil.example,403"
  })
  void onlyNamesOfThisMachineAreAnswered(String host, int status) throws IOException {
    assertThat(get("/", Map.of("Host", host)).status()).isEqualTo(status);
  }

  @Test
  void redirectsNameNoHost() throws IOException {
    assertThat(get("/uri?uri=URI:LIT:nruxi", Map.of()).header("Location"))
        .isEqualTo("/uri/URI%3ALIT%3Anruxi");
  }

  @Test
  void whoGoesAwayInTheMiddleIsNoErrorOfOurs() throws Exception {
    String cap = node.http().send("PUT", "/uri", Map.of(), random(8 << 20)).text();
    for (String request :
        new String[] {
          "GET /uri/" + cap + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "PUT /uri HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\nsome",
          "PUT /uri HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
          "nonsense\r\n\r\n"
        }) {
      try (Socket socket = new Socket("127.0.0.1", node.http().port())) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        // With unread data a close becomes a reset.
        socket.setSoLinger(true, 0);
        if (request.startsWith("GET")) {
          assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
      }
    }
    assertThat(get("/", Map.of()).status()).isEqualTo(200);
  }

  private RawHttp.Answer get(String target, Map<String, String> headers) throws IOException {
    return node.http().send("GET", target, headers, new byte[0]);
  }

  private RawHttp.Answer post(String target, Map<String, String> headers, String body)
      throws IOException {
    return node.http().send("POST", target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
