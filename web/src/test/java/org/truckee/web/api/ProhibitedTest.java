package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.capability.Capability;
import org.truckee.capability.KnownCapability;
import org.truckee.grid.Blacklist;

/** What the operator has prohibited, as the web API shows it ({@code spec/08 §6.5}). */
class ProhibitedTest {
  private static final String REASON = "a court said so";

  private TestNode node;
  private String directory;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode();
    directory = send("POST", "/uri?t=mkdir", "").text();
    for (String query : List.of("", "?format=sdmf")) {
      send("PUT", "/uri/" + directory + "/file" + query.length() + query, "x".repeat(100));
    }
    send("PUT", "/uri/" + directory + "/folder/inside", "x");
    StringBuilder list = new StringBuilder();
    for (String name : List.of("file0", "file12", "folder")) {
      KnownCapability cap = (KnownCapability) Capability.parse(uri(name));
      list.append("%s %s\n".formatted(cap.storageIndex().orElseThrow(), REASON));
    }
    node.prohibit(Blacklist.parse(list.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void contentsAreRefusedWithTheReason() throws IOException {
    for (String name : List.of("file0", "file12", "folder")) {
      RawHttp.Answer answer = send("GET", place(name), "");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).isEqualTo("Access Prohibited: " + REASON);
      assertThat(send("HEAD", place(name), "").status()).isEqualTo(403);
    }
    assertThat(send("GET", place("folder/inside"), "").status()).isEqualTo(403);
    assertThat(send("PUT", place("folder/inside"), "y").status()).isEqualTo(409);
    assertThat(send("PUT", place("file12"), "y").status()).isEqualTo(403);
  }

  @Test
  void anImmutableOneIsDescribedWithoutItsSize() throws IOException {
    JsonNode properties = json(place("file0") + "?t=json").get(1);
    assertThat(properties.has("size")).isFalse();
    assertThat(properties.get("format").asText()).isEqualTo("CHK");
    assertThat(properties.get("ro_uri").asText()).startsWith("URI:CHK:");
    assertThat(properties.has("metadata")).isTrue();
    assertThat(send("GET", place("file12") + "?t=json", "").status()).isEqualTo(403);
    assertThat(json("/uri/" + directory + "?t=json").get(1).get("children")).hasSize(3);
    assertThat(send("GET", "/uri/" + directory, "").text())
        .contains("<s>file0</s>", "DIR-BLACKLISTED", REASON);
  }

  @Test
  void aCheckFindsNothingWrongAndLinksCanBeChanged() throws IOException {
    assertThat(json("POST", place("file0") + "?t=check&output=json").get("results"))
        .isEqualTo(new ObjectMapper().readTree("{\"healthy\": true}"));
    assertThat(send("PUT", place("file0"), "another").status()).isEqualTo(200);
    assertThat(send("GET", place("file0"), "").text()).isEqualTo("another");
    assertThat(send("DELETE", place("file12"), "").status()).isEqualTo(200);
    assertThat(send("POST", "/uri/" + directory + "?t=unlink&name=folder", "").status())
        .isEqualTo(200);
  }

  private String place(String name) {
    return "/uri/" + directory + "/" + name;
  }

  private String uri(String name) throws IOException {
    return send("GET", place(name) + "?t=readonly-uri", "").text();
  }

  private JsonNode json(String target) throws IOException {
    return json("GET", target);
  }

  private JsonNode json(String method, String target) throws IOException {
    return new ObjectMapper().readTree(send(method, target, "").text());
  }

  private RawHttp.Answer send(String method, String target, String body) throws IOException {
    return node.http()
        .send(
            method, target, Map.of("Accept", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
  }
}
