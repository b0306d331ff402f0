package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.grid.simulation.Call;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.http.PercentEncoding;

/** What changes of links cost, and that none is lost. */
class LinkChangesTest {
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** A path is walked and the link at its end is set, without asking the servers twice. */
  @Test
  void aChangeOfALinkReadsTheDirectoryOnce() throws Exception {
    String directory = send("POST", "/uri?t=mkdir", "").text();
    String place = "/uri/" + PercentEncoding.encode(directory) + "/";
    assertThat(send("PUT", place + "warm", "x").status()).isEqualTo(201);
    List<Request> requests =
        List.of(
            new Request("PUT", "new", "y", 201),
            new Request("PUT", "new", "z", 200),
            new Request("PUT", "other?t=uri", "URI:LIT:n5xgk", 200),
            new Request("POST", "?t=uri&name=third&uri=URI%3ALIT%3An5xgk", "", 200),
            new Request("DELETE", "new", "", 200));
    for (Request request : requests) {
      long reads = node.servers().count(Call.Operation.READ_SLOT);
      long writes = node.servers().count(Call.Operation.WRITE_SLOT);
      RawHttp.Answer answer = send(request.method(), place + request.name(), request.body());
      assertThat(answer.status()).as(request.toString()).isEqualTo(request.status());
      assertThat(node.servers().count(Call.Operation.READ_SLOT) - reads)
          .as("one question to each server for %s", request)
          .isLessThanOrEqualTo(5);
      assertThat(node.servers().count(Call.Operation.WRITE_SLOT) - writes)
          .as("one write of the shares of each server for %s", request)
          .isEqualTo(5);
    }
    assertThat(send("GET", place + "?t=json", "").text()).contains("warm", "other", "third");
  }

  /** Nobody is to believe that children were set which have got lost on the way. */
  @Test
  void childrenHaveToBeGiven() throws IOException {
    String directory = send("POST", "/uri?t=mkdir", "").text();
    String place = "/uri/" + PercentEncoding.encode(directory) + "?t=";
    for (String operation : List.of("set_children", "set-children")) {
      RawHttp.Answer answer = send("POST", place + operation, "");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).startsWith("the children have to be a JSON object");
      assertThat(send("POST", place + operation, "{}").text()).isEqualTo("Okay so I did it.");
    }
  }

  /** They are no JSON, but programs in Python write them. */
  @Test
  void metadataMayHaveNumbersThatAreNone() throws IOException {
    String link = "{\"a\": [\"filenode\", {\"ro_uri\": \"URI:LIT:n5xgk\", \"metadata\": %s}]}";
    String metadata = "{\"v\":[NaN,Infinity,-Infinity,2,2.0,123456789012345678901]}";
    String directory = send("POST", "/uri?t=mkdir-immutable", link.formatted(metadata)).text();
    String entry = send("GET", "/uri/" + directory.replace("URI:DIR2-CHK:", "URI:CHK:"), "").text();
    assertThat(entry)
        .contains("{\"v\": [NaN, Infinity, -Infinity, 2, 2.0, 123456789012345678901]}");
    String changed = "/uri/" + PercentEncoding.encode(send("POST", "/uri?t=mkdir", "").text());
    assertThat(send("POST", changed + "?t=set_children", link.formatted(metadata)).status())
        .isEqualTo(200);
  }

  private record Request(String method, String name, String body, int status) {}

  private RawHttp.Answer send(String method, String target, String body) throws IOException {
    return node.http().send(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Two who write at the same time: what the first has written is not lost. */
  @Test
  void aChangeThatBeganWithAnOldReadingIsMadeAgain() throws Exception {
    String directory = send("POST", "/uri?t=mkdir", "").text();
    String place = "/uri/" + PercentEncoding.encode(directory) + "/";
    try (TaskScope<Integer, RawHttp.Answer> scope = new TaskScope<>("writers")) {
      for (int i = 0; i < 20; i++) {
        int number = i;
        scope.fork(i, () -> send("PUT", place + "file" + number, "contents " + number));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(scope.next().value(IOException.class).status()).isEqualTo(201);
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(send("GET", place + "file" + i, "").text()).isEqualTo("contents " + i);
    }
  }
}
