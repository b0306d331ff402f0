package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.capability.Capability;
import org.truckee.capability.WriteCap;

/** Who gets which secret on paper. */
@Timeout(60)
class RecoverySheetsTest {
  private static final String SECRET = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst";

  private TestNode node;
  private String directory;
  private String readOnly;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
    directory = send("POST", "/uri?t=mkdir", Map.of(), "").text();
    readOnly = ((WriteCap) Capability.parse(directory)).readOnly().text();
    Files.writeString(node.folder().resolve("private/convergence"), SECRET + "\n");
    Files.writeString(
        node.folder().resolve("private/aliases"), "home: " + directory + "\nold: x\n");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private RawHttp.Answer send(
      String method, String target, Map<String, String> headers, String body) throws IOException {
    return node.http().send(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private RawHttp.Answer ofNode(String token, String rest) throws IOException {
    return send(
        "POST",
        "/recovery-sheet",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "token=%s&%s".formatted(URLEncoder.encode(token, StandardCharsets.UTF_8), rest));
  }

  private static void requireKeptByNobody(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text()).contains("<svg class=\"qr\"").doesNotContain("<title>URI");
  }

  @Test
  void aSheetOfADirectoryLetsReadUnlessMoreIsAskedFor() throws IOException {
    RawHttp.Answer read = send("GET", "/uri/" + directory + "/?t=recovery-sheet", Map.of(), "");
    requireKeptByNobody(read);
    assertThat(read.text()).contains(readOnly).doesNotContain(directory).doesNotContain(SECRET);
    RawHttp.Answer write =
        send("GET", "/uri/" + directory + "/?t=recovery-sheet&rights=write", Map.of(), "");
    requireKeptByNobody(write);
    assertThat(write.text()).contains(directory);
    assertThat(
            send("GET", "/uri/" + readOnly + "/?t=recovery-sheet&rights=write", Map.of(), "")
                .status())
        .isEqualTo(400);
    assertThat(
            send("GET", "/uri/" + readOnly + "/?t=recovery-sheet&rights=all", Map.of(), "")
                .status())
        .isEqualTo(400);
  }

  @Test
  void theSheetOfTheNodeIsForWhoKnowsTheToken() throws IOException {
    assertThat(send("GET", "/recovery-sheet", Map.of(), "").text())
        .contains("private/api_auth_token")
        .doesNotContain(SECRET, readOnly);
    for (String wrong : new String[] {"", "wrong", TestNode.TOKEN + "x"}) {
      RawHttp.Answer refused = ofNode(wrong, "root=home:");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).doesNotContain(SECRET, readOnly);
    }
    RawHttp.Answer sheet = ofNode(TestNode.TOKEN, "root=home:");
    requireKeptByNobody(sheet);
    assertThat(sheet.text()).contains(SECRET, readOnly).doesNotContain(directory);
    assertThat(ofNode(TestNode.TOKEN, "root=home&rights=write").text()).contains(directory);
    assertThat(ofNode(TestNode.TOKEN, "root=" + readOnly).text()).contains(readOnly);
    assertThat(ofNode(TestNode.TOKEN, "root=").text()).contains(SECRET).doesNotContain("URI:");
    RawHttp.Answer byHeader =
        send(
            "POST", "/recovery-sheet", Map.of("Authorization", "tahoe-lafs " + TestNode.TOKEN), "");
    requireKeptByNobody(byHeader);
  }

  @Test
  void whatCannotBeOpenedIsNotPrinted() throws IOException {
    for (String root : new String[] {"nothing:", "old:", readOnly + "&rights=write"}) {
      RawHttp.Answer answer = ofNode(TestNode.TOKEN, "root=" + root);
      assertThat(answer.status()).as(root).isEqualTo(400);
      assertThat(answer.text()).doesNotContain(SECRET, readOnly);
    }
  }

  @Test
  void noNodeWithoutATokenMakesASheetOfItself() throws IOException {
    Files.writeString(node.folder().resolve("private/api_auth_token"), "");
    assertThat(ofNode("", "root=").status()).isEqualTo(403);
  }
}
