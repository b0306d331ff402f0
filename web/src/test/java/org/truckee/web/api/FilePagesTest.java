package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.grid.simulation.FaultyServer;

/** What {@code t=info} and a check in the background show. */
@Timeout(120)
class FilePagesTest {
  private static final Pattern HANDLE = Pattern.compile("ophandle=([a-z2-7]{26})\"");
  private static final Pattern TITLE = Pattern.compile("<title>(.*?)</title>", Pattern.DOTALL);

  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aHealthyFileIsDrawnWithAllOfItsShares() throws IOException {
    String page = info(put("/uri", 100_000));
    assertThat(page)
        .contains(
            "All 10 shares are there, on 5 servers.", "10 of 10, 3 needed", "class=\"matrix\"");
    assertThat(count(page, "<rect class=\"good\"")).isEqualTo(10);
    assertThat(page).contains("Servers do not tell until when they keep a share.");
  }

  @Test
  void aFileThatHasLostServersIsToldWhatToDo() throws IOException {
    String cap = put("/uri", 100_000);
    node.servers().servers().stream().limit(2).forEach(FaultyServer::crash);
    String page = info(cap);
    assertThat(page).contains("Not Healthy", "Repair it", "did not answer");
    node.servers().servers().stream().limit(4).forEach(FaultyServer::crash);
    assertThat(info(cap)).contains("Not Recoverable", "3 are needed", "It cannot be read now.");
  }

  @Test
  void theVersionsOfAMutableFileAreThere() throws IOException {
    String cap = put("/uri?format=sdmf", 1000);
    FaultyServer away = node.servers().servers().getFirst();
    away.crash();
    send("PUT", "/uri/" + cap, "new contents");
    away.recover();
    String page = info(cap);
    assertThat(page).contains("Versions", "is read", "class=\"old\"");
  }

  @Test
  void aLiteralFileHasNothingToCheck() throws IOException {
    assertThat(info("URI:LIT:nruxi")).doesNotContain("Check this", "Leases");
  }

  @Test
  void aCheckInTheBackgroundShowsHowFarItIsAndWhatItFound() throws IOException {
    String cap = put("/uri", 300_000);
    node.servers().servers().getFirst().crash();
    RawHttp.Answer begun =
        send(
            "POST", "/uri/%s?t=start-check&ophandle=h1&verify=true&repair=true".formatted(cap), "");
    assertThat(begun.status()).isEqualTo(302);
    assertThat(begun.header("Location")).endsWith("/operations/h1");
    JsonNode found = finished("/operations/h1?output=JSON");
    assertThat(found.get("repair-attempted").asBoolean()).isTrue();
    assertThat(found.get("bytes-verified").asLong())
        .isPositive()
        .isEqualTo(found.get("bytes-to-verify").asLong());
    String page = send("GET", "/operations/h1", "").text();
    assertThat(page)
        .contains("Verification and repair", "Finished.", "Before", "?t=info")
        .doesNotContain("http-equiv=\"refresh\"");
    assertThat(title(page)).doesNotContain("URI:");
  }

  @Test
  void theFormOfThePageChecksInTheBackground() throws IOException {
    String cap = put("/uri", 1000);
    Matcher handle = HANDLE.matcher(info(cap));
    assertThat(handle.find()).isTrue();
    String target = "/uri/%s?t=start-check&ophandle=%s".formatted(cap, handle.group(1));
    // The fields of the form are those of the reference: the address decides.
    String form = "t=check&return_to=.&verify=on";
    RawHttp.Answer begun =
        node.http()
            .send(
                "POST",
                target,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
    assertThat(begun.header("Location")).endsWith("/operations/" + handle.group(1));
    assertThat(finished(begun.header("Location") + "?output=json").get("results")).isNotNull();
  }

  @Test
  void aCheckWithoutAHandleIsRefused() throws IOException {
    RawHttp.Answer answer = send("POST", "/uri/%s?t=start-check".formatted(put("/uri", 1000)), "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("ophandle=");
  }

  @Test
  void whatRunsInTheBackgroundIsListedWithoutItsHandle() throws IOException {
    String cap = put("/uri", 1000);
    send("POST", "/uri/%s?t=start-check&ophandle=secrethandle".formatted(cap), "");
    finished("/operations/secrethandle?output=JSON");
    for (String target : new String[] {"/status", "/status?t=operations"}) {
      String text = send("GET", target, "").text();
      assertThat(text).contains("Check", "ended: Healthy").doesNotContain("secrethandle", "URI:");
    }
  }

  @Test
  void theTitlesHaveNoSecrets() throws IOException {
    for (String cap : new String[] {put("/uri", 1000), put("/uri?format=mdmf", 1000)}) {
      String page = info(cap);
      assertThat(title(page)).startsWith("More info: ").doesNotContain(cap.split(":")[2]);
    }
  }

  private JsonNode finished(String target) throws IOException {
    JsonNode found;
    do {
      found = new ObjectMapper().readTree(send("GET", target, "").text());
    } while (!found.get("finished").asBoolean());
    return found;
  }

  private static int count(String text, String piece) {
    return text.split(Pattern.quote(piece), -1).length - 1;
  }

  private static String title(String page) {
    Matcher title = TITLE.matcher(page);
    assertThat(title.find()).isTrue();
    return title.group(1);
  }

  private String info(String cap) throws IOException {
    RawHttp.Answer answer = send("GET", "/uri/%s?t=info".formatted(cap), "");
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  private String put(String target, int length) throws IOException {
    byte[] contents = new byte[length];
    new Random(5).nextBytes(contents);
    return node.http().send("PUT", target, Map.of(), contents).text();
  }

  private RawHttp.Answer send(String method, String target, String body) throws IOException {
    return node.http().send(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
