package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.simulation.FaultyServer;

/** What {@code /status} tells of what the grid did. */
@Timeout(60)
class StatusTest {
  /** Three segments. */
  private static final int LENGTH = 5 << 19;

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
  void anUploadAndADownloadAreThereWithTheirIndexAndSize() throws IOException {
    ChkReadCap cap = (ChkReadCap) Capability.parse(put("/uri", 300_000));
    get("/uri/" + cap.text());
    JsonNode recent = recent();
    assertThat(recent).hasSize(2);
    assertThat(recent.get(0).get("type").asText()).isEqualTo("download");
    assertThat(recent.get(0).get("progress").asDouble()).isEqualTo(1);
    JsonNode upload = recent.get(1);
    assertThat(upload.get("type").asText()).isEqualTo("upload");
    assertThat(upload.get("status").asText()).isEqualTo("Finished");
    assertThat(upload.get("total-size").asLong()).isEqualTo(300_000);
    assertThat(upload.get("storage-index-string").asText())
        .isEqualTo(cap.verifyCap().index().toString());
    assertThat(get("/status/up-0").text())
        .contains(
            "Shares pushed",
            "Servermap",
            "Per server",
            "class=\"timeline\"",
            cap.verifyCap().index().toString());
  }

  @Test
  void theEventsOfADownloadTellWhoGaveWhat() throws IOException {
    String cap = put("/uri", LENGTH);
    get("/uri/" + cap);
    JsonNode events = json("/status/down-0/event_json");
    assertThat(events.get("dyhb")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(events.get("dyhb").get(0).get("response_shnums").isArray()).isTrue();
    assertThat(events.get("segment")).hasSize(3);
    for (JsonNode segment : events.get("segment")) {
      assertThat(segment.get("success").asBoolean()).isTrue();
      assertThat(segment.get("finish_time").asDouble())
          .isGreaterThanOrEqualTo(segment.get("active_time").asDouble());
    }
    assertThat(events.get("segment").get(1).get("segment_start"))
        .isEqualTo(events.get("segment").get(0).get("segment_length"));
    assertThat(events.get("block").valueStream().filter(block -> block.get("success").asBoolean()))
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(events.get("read").get(0).get("bytes_returned").asLong()).isEqualTo(LENGTH);
    assertThat(events.get("num_serverids").asInt()).isEqualTo(events.get("server_info").size());
    assertThat(events.get("bounds").get("max").asDouble())
        .isGreaterThanOrEqualTo(events.get("bounds").get("min").asDouble());
    assertThat(get("/status/down-0").text())
        .contains("Share queries", "+0.000000s", "class=\"timeline\"", "Hashing, decoding")
        .contains("Per server");
  }

  @Test
  void aDownloadThatFailsHasFailedSegments() throws IOException {
    String cap = put("/uri", 1000);
    node.servers().servers().stream().skip(1).forEach(FaultyServer::crash);
    assertThat(get("/uri/" + cap).status()).isEqualTo(410);
    JsonNode events = json("/status/down-0/event_json");
    assertThat(events.get("segment").get(0).get("success").asBoolean(true)).isFalse();
    assertThat(events.get("segment").get(0).get("finish_time").isNumber()).isTrue();
    assertThat(status().get("active")).isEmpty();
  }

  @Test
  void anUploadThatFailsIsNotForgotten() throws IOException {
    node.servers().servers().forEach(FaultyServer::crash);
    RawHttp.Answer answer =
        node.http().send("PUT", "/uri", Map.of("Accept", "text/plain"), bytes(1000));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(recent().get(0).get("status").asText()).isEqualTo("Failed");
  }

  @Test
  void mutableFilesAreMappedPublishedAndRetrieved() throws IOException {
    String cap = put("/uri?format=mdmf", 200_000);
    get("/uri/" + cap);
    node.http().send("PUT", "/uri/" + cap + "?offset=5", Map.of(), bytes(3));
    List<String> types = recent().valueStream().map(each -> each.get("type").asText()).toList();
    assertThat(types).contains("mapupdate", "publish", "retrieve");
    assertThat(get("/status/publish-0").text())
        .contains("3 of 10", "Sharemap", "RSA signature", "Per server", "for a write");
    assertThat(node.history().findPublish(0).orElseThrow().servers()).hasSize(5);
    assertThat(get("/status/publish-1").text()).contains("Finished");
    assertThat(get("/status/retrieve-0").text()).contains("3 of 10", "100.0%", "Per server");
    assertThat(get("/status/mapupdate-0").text()).contains("MODE_READ", "Per server");
  }

  @Test
  void theCheckOfAnImmutableFileIsShownAndToldToWhoAsksForChecks() throws IOException {
    ChkReadCap cap = (ChkReadCap) Capability.parse(put("/uri", 300_000));
    node.http().send("POST", "/uri/" + cap.text() + "?t=check", Map.of(), new byte[0]);
    node.http().send("POST", "/uri/" + cap.text() + "?t=check&verify=true", Map.of(), new byte[0]);
    assertThat(recent())
        .isNotEmpty()
        .noneMatch(told -> told.get("type").asText().equals("unknown"));
    JsonNode recent = json("/status?t=json&checks=true").get("recent");
    assertThat(recent.get(0).get("type").asText()).isEqualTo("unknown");
    assertThat(recent.get(0).get("operation").asText()).isEqualTo("verify");
    assertThat(recent.get(0).get("progress").asDouble()).isEqualTo(1);
    assertThat(recent.get(0).get("total-size").asLong()).isEqualTo(300_000);
    assertThat(recent.get(0).get("status").asText()).isEqualTo("Healthy");
    assertThat(recent.get(0).get("storage-index-string").asText())
        .isEqualTo(cap.verifyCap().index().toString());
    assertThat(recent.get(1).get("operation").asText()).isEqualTo("check");
    assertThat(get("/status").text()).contains("/status/check-0", "/status/check-1", "verify");
    assertThat(get("/status/check-1").text())
        .contains("Verified", "100.0%", cap.verifyCap().index().toString());
    assertThat(get("/status/check-2").status()).isEqualTo(404);
  }

  @Test
  void theCheckOfAMutableFileIsAServermapUpdate() throws IOException {
    String cap = put("/uri?format=sdmf", 1000);
    node.http().send("POST", "/uri/" + cap + "?t=check", Map.of(), new byte[0]);
    JsonNode last = recent().get(0);
    assertThat(last.get("type").asText()).isEqualTo("mapupdate");
    assertThat(last.get("mode").asText()).isEqualTo("MODE_CHECK");
    assertThat(get("/status/mapupdate-0").text()).contains("MODE_CHECK", "Per server");
  }

  @Test
  void noCapabilityIsInAnyStatusPage() throws IOException {
    String cap = put("/uri", 1000);
    String mutable = put("/uri?format=sdmf", 1000);
    get("/uri/" + cap);
    get("/uri/" + mutable);
    for (String page :
        List.of(
            "/status",
            "/status?t=json",
            "/status/up-0",
            "/status/down-0",
            "/status/down-0/event_json",
            "/status/mapupdate-0",
            "/status/publish-0",
            "/status/retrieve-0")) {
      RawHttp.Answer answer = get(page);
      assertThat(answer.status()).as(page).isEqualTo(200);
      assertThat(answer.text()).as(page).doesNotContain("URI:", "URI%3A");
    }
  }

  /** Once nothing goes on: whoever has read an answer may be faster than its end is noted. */
  private JsonNode recent() throws IOException {
    JsonNode status = status();
    while (!status.get("active").isEmpty()) {
      status = status();
    }
    return status.get("recent");
  }

  private JsonNode status() throws IOException {
    return json("/status?t=json");
  }

  private JsonNode json(String target) throws IOException {
    return new ObjectMapper().readTree(get(target).text());
  }

  private RawHttp.Answer get(String target) throws IOException {
    return node.http().send("GET", target, Map.of(), new byte[0]);
  }

  private String put(String target, int length) throws IOException {
    return node.http().send("PUT", target, Map.of(), bytes(length)).text();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
