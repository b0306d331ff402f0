package org.truckee.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.Base32;

/** {@code spec/01 §7.8}: the text of a node, as people get to see it. */
class UnhappyUploadTest {
  private static final String ANSWER =
      "UploadUnhappinessError: server selection failed for <Tahoe2ServerSelector for upload"
          + " b'abcde'>: shares could be placed on only 2 server(s) such that any 3 of them have"
          + " enough shares to recover the file, but we were asked to place shares on at least 7"
          + " such servers. (placed 5 shares out of 10 total (5 homeless), want to place shares on"
          + " at least 7 servers such that any 3 of them have enough shares to recover the file,"
          + " sent 4 queries to 3 servers), merged=sh0: %1$s, sh1: %1$s+%2$s, sh2: %2$s";

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  private static String abbreviated(String id) {
    return Base32.encode(id.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }

  @Test
  void saysHowManyServersThereAreAndWhatEachHasToSay() throws Exception {
    String answer = ANSWER.formatted(abbreviated("v0-alice"), abbreviated("v0-bob"));
    assertThat(UnhappyUpload.isSaidBy(answer)).isTrue();
    JsonNode servers =
        json(
            """
            {"servers": [
              {"nodeid": "v0-alice", "nickname": "alice", "connection_status": "Connected to x",
               "available_space": 1200000000},
              {"nodeid": "v0-bob", "nickname": "", "connection_status": "Connected to y",
               "available_space": null},
              {"nodeid": "v0-carol", "nickname": "carol\\u001b[2J",
               "connection_status": "Connection refused", "available_space": 5}]}
            """);
    assertThat(UnhappyUpload.text(answer, servers))
        .isEqualTo(
            """
            UploadUnhappinessError: shares could be placed on only 2 server(s) such that any 3 of \
            them have enough shares to recover the file, but we were asked to place shares on at \
            least 7 such servers.
              server     shares  state
              alice           2  Connected to x, 1.2 GB free
              v0-bob          2  Connected to y
              carol?[2J       0  Connection refused
            Start more servers, or ask for fewer of them: shares.happy in the node's tahoe.cfg.\
            """);
  }

  @Test
  void saysWhyServersTookNothing() throws Exception {
    String answer =
        ANSWER.formatted("a", "b")
            + "; refused shares: 2 for want of room; not asked: 1 that have no room for a share of"
            + " 10 bytes (the most that one takes is 5)\n"
            + "more";
    assertThat(UnhappyUpload.text(answer, json("{\"servers\": []}")))
        .contains(
            "\nrefused shares: 2 for want of room\nnot asked: 1 that have no room for a share of 10"
                + " bytes (the most that one takes is 5)\nStart more");
  }

  @Test
  void namesNotMoreThanAFewServers() throws Exception {
    String servers =
        IntStream.range(0, 100)
            .mapToObj("{\"nodeid\": \"v0-%d\", \"connection_status\": \"lost\"}"::formatted)
            .collect(Collectors.joining(",", "{\"servers\": [", "]}"));
    assertThat(UnhappyUpload.text(ANSWER.formatted("a", "b"), json(servers)).lines())
        .hasSize(24)
        .contains("  and 80 more");
  }

  @Test
  void saysSoIfNoServerIsKnown() throws Exception {
    assertThat(UnhappyUpload.text(ANSWER.formatted("a", "b"), json("{\"servers\": []}")))
        .contains("the node knows no server");
  }

  @Test
  void leavesOtherFailuresAlone() {
    assertThat(UnhappyUpload.isSaidBy("NoSharesError: no shares could be found")).isFalse();
    assertThat(UnhappyUpload.isSaidBy("UploadUnhappinessError: something else")).isFalse();
  }
}
