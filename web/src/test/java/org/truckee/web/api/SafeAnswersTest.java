package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an answer must not do in a browser, and what must not be written down of it. */
class SafeAnswersTest {
  private static final Pattern TITLE = Pattern.compile("<title>(.*?)</title>", Pattern.DOTALL);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.truckee.web");
  private TestNode node;
  private String file;
  private String mutable;
  private String directory;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
    file = put("/uri");
    mutable = put("/uri?format=sdmf");
    directory = send("POST", "/uri?t=mkdir", "").text();
    send("PUT", "/uri/" + directory + "/evil.html", "<script>alert(1)</script>");
    logger.setLevel(Level.DEBUG);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    node.close();
  }

  @Test
  void whatIsStoredIsShownInASandboxAndNothingElseRunsScripts() throws IOException {
    for (String target :
        List.of(
            "/uri/" + file,
            "/uri/" + mutable,
            "/uri/" + directory + "/evil.html",
            "/file/" + file + "/@@named=/evil.html",
            "/named/" + mutable + "/evil.svg")) {
      RawHttp.Answer answer = send("GET", target, "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Security-Policy")).as(target).isEqualTo("sandbox");
      requireSafe(target, answer);
    }
    for (String target : pages()) {
      RawHttp.Answer answer = send("GET", target, "");
      assertThat(answer.header("Content-Security-Policy"))
          .as(target)
          .startsWith("default-src 'none'");
      requireOnlyOwnScripts(target, answer);
      requireSafe(target, answer);
    }
  }

  /** What is smuggled into a page does not know the number by which its own scripts are known. */
  private void requireOnlyOwnScripts(String target, RawHttp.Answer answer) throws IOException {
    Optional<String> nonce = nonce(answer);
    assertThat(answer.text().replaceAll("<script src=\"[./]*truckee.js\" nonce=\"[^\"]*\"", ""))
        .as(target)
        .doesNotContain("<script", "onclick=", "onload=", "javascript:");
    if (nonce.isPresent()) {
      assertThat(answer.text()).contains("nonce=\"%s\"".formatted(nonce.get()));
      assertThat(nonce(send("GET", target, ""))).as(target).isNotEmpty().isNotEqualTo(nonce);
    }
  }

  private static Optional<String> nonce(RawHttp.Answer answer) {
    Matcher scripts =
        Pattern.compile("script-src ([^;]*)").matcher(answer.header("Content-Security-Policy"));
    if (!scripts.find()) {
      return Optional.empty();
    }
    Matcher nonce = Pattern.compile("'nonce-([^']{22,})'").matcher(scripts.group(1));
    assertThat(nonce.matches()).as(scripts.group(1)).isTrue();
    return Optional.of(nonce.group(1));
  }

  @Test
  void theOperatorsOwnFilesMayDoWhatTheyWant() throws IOException {
    Files.createDirectories(node.folder().resolve("public_html"));
    Files.writeString(node.folder().resolve("public_html/a.html"), "<script></script>");
    assertThat(send("GET", "/static/a.html", "").header("Content-Security-Policy")).isNull();
  }

  @Test
  void noTitleNamesACapability() throws IOException {
    for (String target : pages()) {
      Matcher title = TITLE.matcher(send("GET", target, "").text());
      if (title.find()) {
        assertThat(title.group(1)).as(target).doesNotContain("URI:", "URI%3A", "evil");
      }
    }
  }

  @Test
  void noCapabilityAndNoNameReachesTheLog() throws IOException {
    for (String target : pages()) {
      send("GET", target, "");
    }
    send("GET", "/uri?uri=" + file + "&filename=evil", "");
    send("POST", "/uri/" + directory + "?t=rename&from_name=evil.html&to_name=worse", "");
    send("POST", "/uri/" + directory + "?t=uri&name=more&uri=" + mutable, "");
    send("DELETE", "/uri/" + directory + "/evil.html", "");
    node.servers().servers().forEach(server -> server.crash());
    send("GET", "/uri/" + file, "");
    send("GET", "/uri/" + directory + "/evil.html", "");
    assertThat(log.list).isNotEmpty();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      assertThat(event.getFormattedMessage())
          .doesNotContain(secret(file), secret(mutable), secret(directory))
          .doesNotContain("evil", "worse");
    }
    assertThat(node.messages().last())
        .isNotEmpty()
        .noneMatch(line -> line.contains(secret(file)) || line.contains("evil"));
  }

  private static void requireSafe(String target, RawHttp.Answer answer) {
    assertThat(answer.header("Referrer-Policy")).as(target).isEqualTo("no-referrer");
    assertThat(answer.header("X-Frame-Options")).as(target).isEqualTo("DENY");
    assertThat(answer.header("X-Content-Type-Options")).as(target).isEqualTo("nosniff");
  }

  private List<String> pages() {
    return List.of(
        "/",
        "/status",
        "/status/up-0",
        "/statistics",
        "/storage",
        "/helper_status",
        "/recovery-sheet",
        "/uri/" + directory,
        "/uri/" + directory + "?t=recovery-sheet",
        "/uri/" + directory + "?t=qr",
        "/uri/" + directory + "?t=info",
        "/uri/" + directory + "?t=json",
        "/uri/" + directory + "?t=rename-form&name=evil.html",
        "/uri/" + directory + "/none",
        "/uri/" + directory + "?t=wrong",
        "/uri/" + file + "?t=info",
        "/uri/" + file + "?t=json",
        "/uri/" + mutable + "?t=info",
        "/uri/" + mutable + "?t=readonly-uri",
        "/nothing");
  }

  /** The part of a capability that grants something. */
  private static String secret(String cap) {
    return cap.split(":")[2];
  }

  private String put(String target) throws IOException {
    byte[] contents = new byte[1000];
    new Random(3).nextBytes(contents);
    return node.http().send("PUT", target, Map.of(), contents).text();
  }

  private RawHttp.Answer send(String method, String target, String body) throws IOException {
    return node.http()
        .send(
            method, target, Map.of("Accept", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
  }
}
