package org.truckee.grid.spread;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.grid.immutable.ImmutableVectors;
import org.truckee.storage.ShareNumber;

class HappinessTest {
  private static Stream<JsonNode> recorded(String key) {
    JsonNode vectors = ImmutableVectors.read("immutable-happiness.json").get(key);
    return StreamSupport.stream(vectors.spliterator(), false);
  }

  static Stream<JsonNode> sharemaps() {
    return recorded("servers_of_happiness");
  }

  static Stream<JsonNode> messages() {
    return recorded("failure_messages");
  }

  @ParameterizedTest
  @MethodSource("sharemaps")
  void countsTheServersOfHappinessAsTheReference(JsonNode recorded) {
    Map<String, Set<ShareNumber>> servers = new TreeMap<>();
    recorded
        .get("sharemap")
        .properties()
        .forEach(
            entry ->
                entry
                    .getValue()
                    .forEach(
                        server ->
                            servers
                                .computeIfAbsent(server.textValue(), unused -> new TreeSet<>())
                                .add(new ShareNumber(Integer.parseInt(entry.getKey())))));
    Collection<Set<ShareNumber>> shareSets = servers.values();
    assertThat(Happiness.of(shareSets)).isEqualTo(recorded.get("happiness").intValue());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void explainsAShortfallInTheWordsOfTheReference(JsonNode recorded) {
    assertThat(
            Happiness.shortfall(
                recorded.get("peer_count").intValue(),
                recorded.get("k").intValue(),
                recorded.get("happy").intValue(),
                recorded.get("effective_happy").intValue()))
        .isEqualTo(recorded.get("message").textValue());
  }
}
