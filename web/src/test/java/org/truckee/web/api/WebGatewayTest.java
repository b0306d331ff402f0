package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.simulation.FaultyServer;

class WebGatewayTest {
  private static final Map<String, String> PLAIN = Map.of("Accept", "text/plain");

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
  void aFileOfSeveralSegmentsComesBackAsItWentUp() throws IOException {
    byte[] file = randomBytes(5 << 20);
    String cap = put(file);
    assertThat(get("/uri/" + cap, Map.of()).body()).isEqualTo(file);
    RawHttp.Answer part = get("/uri/" + cap, Map.of("Range", "bytes=3000000-3000099"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 3000000, 3000100));
  }

  @Test
  void theWelcomePageShowsEveryServerAndNothingUnescaped() throws IOException {
    RawHttp.Answer page = get("/", Map.of());
    assertThat(page.text())
        .contains("5 of 5")
        .contains("alder", "elm")
        .contains("&lt;test&gt; node")
        .doesNotContain("<test>")
        .contains("enctype=\"multipart/form-data\"");
    assertThat(get("/truckee.css", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void aProgramCanAskForTheStateOfEveryServer() throws IOException {
    JsonNode state = new ObjectMapper().readTree(get("/?t=json", Map.of()).text());
    assertThat(state.get("servers")).hasSize(5);
    JsonNode server = state.get("servers").get(0);
    assertThat(server.get("nodeid").asText()).startsWith("v0-");
    assertThat(server.get("connection_status").asText()).isEqualTo("connected");
    assertThat(server.get("available_space").asLong()).isEqualTo(1000);
    assertThat(server.get("last_received_data").isNull()).isTrue();
  }

  @Test
  void aFileOfWhichTooFewSharesAreLeftIsGone() throws IOException {
    String cap = put(randomBytes(1000));
    node.servers().servers().stream().skip(1).forEach(FaultyServer::crash);
    RawHttp.Answer answer = get("/uri/" + cap, PLAIN);
    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.header("Content-Length")).isEqualTo("" + answer.body().length);
    assertThat(answer.text()).startsWith("NotEnoughSharesError: ").contains("full error message");
  }

  @Test
  void whenTooManyDownloadsRestHalfReadTheNextIsToldToComeBack() throws IOException {
    Duration never = Duration.ofHours(1);
    DownloadLimits little =
        DownloadLimits.DEFAULT
            .withTimes(Duration.ofMillis(20), never, never, Duration.ofSeconds(3))
            .withMemory(1 << 20, 1 << 20);
    try (TestNode busy = new TestNode(little)) {
      String cap = busy.http().send("PUT", "/uri", PLAIN, randomBytes(24 << 20)).text();
      List<Socket> resting = List.of(halfRead(busy, cap), halfRead(busy, cap));
      RawHttp.Answer third = busy.http().send("GET", "/uri/" + cap, PLAIN, new byte[0]);
      for (Socket socket : resting) {
        socket.close();
      }
      assertThat(third.status()).isEqualTo(503);
      assertThat(third.text()).contains("too many downloads", "try again later");
    }
  }

  /** A download whose reader takes the beginning of the answer and then rests. */
  private static Socket halfRead(TestNode node, String cap) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 16);
    socket.connect(new InetSocketAddress("127.0.0.1", node.http().port()));
    String head = "GET /uri/%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(cap);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    String answer = "HTTP/1.1 200 OK\r\n";
    assertThat(socket.getInputStream().readNBytes(answer.length())).asString().isEqualTo(answer);
    return socket;
  }

  @Test
  void anUploadThatCannotBeSpreadSaysWhy() throws IOException {
    node.servers().servers().stream().skip(2).forEach(FaultyServer::crash);
    RawHttp.Answer answer = node.http().send("PUT", "/uri", PLAIN, randomBytes(1000));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text())
        .startsWith("UploadUnhappinessError: ")
        .contains("shares could be placed");
  }

  @Test
  void aDownloadThatFailsInTheMiddleEndsShortOfItsLength() throws IOException {
    byte[] file = randomBytes(4 << 20);
    String cap = put(file);
    for (FaultyServer server : node.servers().servers()) {
      for (int share = 0; share < 10; share++) {
        server.corrupt(share, 1_200_000, 1_200_064, 0xff);
      }
    }
    assertThatThrownBy(() -> requireComplete(get("/uri/" + cap, Map.of())))
        .isInstanceOfAny(IOException.class, AssertionError.class);
  }

  @Test
  void aBodyThatBreaksOffUploadsNothing() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", node.http().port())) {
      String head =
          "PUT /uri HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nonly this much";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.setSoTimeout(30_000);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).doesNotContain("URI:").doesNotStartWith("HTTP/1.1 200");
    }
  }

  @Test
  void oversizedHeadersAreRefusedAndOthersAreServedMeanwhile() throws IOException {
    RawHttp.Answer answer = get("/", Map.of("X-Long", "x".repeat(20_000)));
    assertThat(answer.status()).isBetween(400, 499);
    assertThat(get("/", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void checkingWithALinkThatRunsAScriptShowsNoLink() throws IOException {
    RawHttp.Answer page =
        node.http()
            .send(
                "POST",
                "/uri/URI:LIT:nruxi?t=check&return_to=javascript:alert(1)",
                Map.of(),
                new byte[0]);
    assertThat(page.text()).doesNotContain("javascript");
  }

  @Test
  void noRedirectLeadsToAScript() throws IOException {
    String target = "/uri/URI:LIT:nruxi?t=check&when_done=";
    assertThat(post(target + "javascript:alert(1)").status()).isEqualTo(400);
    assertThat(post(target + "DATA:text/html,x").status()).isEqualTo(400);
    assertThat(post(target + "https://example.com/").status()).isEqualTo(302);
    assertThat(post(target + "there").status()).isEqualTo(302);
  }

  /** As browsers send it; what a program has in plain text is an address for it, too. */
  @Test
  void aRedirectToANameThatIsNoAsciiIsEscaped() throws IOException {
    String target = "/uri/URI:LIT:nruxi?t=check&when_done=";
    assertThat(post(target + "%C3%A9/%F0%9F%98%80?a=%25C3").header("Location"))
        .isEqualTo("%C3%A9/%F0%9F%98%80?a=%C3");
    assertThat(post(target + "a%20b").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%E2%80%A8", "%E2%80%A9", "%C2%85", "%C3%A9"})
  void aRedirectLeadsToNoScript(String end) throws IOException {
    String target = "/uri/URI:LIT:nruxi?t=check&when_done=javascript:alert(1)//";
    assertThat(post(target + end).status()).isEqualTo(400);
  }

  private RawHttp.Answer post(String target) throws IOException {
    return node.http().send("POST", target, Map.of(), new byte[0]);
  }

  @Test
  void aRepairMakesAFileHealthyAgain() throws IOException {
    String cap = put(randomBytes(100_000));
    FaultyServer lost = node.servers().server(0);
    int before = node.servers().memory(lost).shares(index(cap)).size();
    node.servers().disconnect(lost);
    RawHttp.Answer answer =
        node.http()
            .send(
                "POST", "/uri/" + cap + "?t=check&repair=true&output=json", Map.of(), new byte[0]);
    JsonNode result = new ObjectMapper().readTree(answer.text());
    assertThat(result.get("repair-attempted").asBoolean()).isTrue();
    assertThat(result.get("repair-successful").asBoolean()).isTrue();
    assertThat(result.at("/pre-repair-results/results/count-shares-good").asInt())
        .isEqualTo(10 - before);
    assertThat(result.at("/post-repair-results/results/count-shares-good").asInt()).isEqualTo(10);
  }

  private static StorageIndex index(String cap) {
    return ((ChkReadCap) Capability.parse(cap)).index();
  }

  private static void requireComplete(RawHttp.Answer answer) {
    assertThat(answer.body()).hasSize(Integer.parseInt(answer.header("Content-Length")));
  }

  private String put(byte[] file) throws IOException {
    RawHttp.Answer answer = node.http().send("PUT", "/uri", Map.of(), file);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  private RawHttp.Answer get(String target, Map<String, String> headers) throws IOException {
    return node.http().send("GET", target, headers, new byte[0]);
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
