package org.truckee.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.Vectors;
import org.truckee.storage.ShareKind;
import org.truckee.storage.disk.SettableClock;
import org.truckee.storage.upkeep.Expiration.Removal;

/** What the lease checker does to shares and writes of it is what the reference did. */
class ExpirationVectorsTest {
  private static final JsonNode ALL =
      Vectors.load(ExpirationVectorsTest.class, "/vectors/expiration.json");

  @TempDir private Path temp;

  static List<JsonNode> decisions() {
    List<JsonNode> decisions = new ArrayList<>();
    ALL.required("expiration_decisions").forEach(decisions::add);
    return decisions;
  }

  private static Expiration expiration(JsonNode vector) {
    Set<ShareKind> kinds = EnumSet.noneOf(ShareKind.class);
    vector
        .required("sharetypes")
        .forEach(kind -> kinds.add(ShareKind.valueOf(kind.textValue().toUpperCase())));
    JsonNode limit = vector.required("override_lease_duration");
    Expiration.Rule rule =
        vector.required("mode").textValue().equals("age")
            ? new Expiration.Age(
                limit.isNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(limit.asLong())))
            : new Expiration.CutoffDate(
                Instant.ofEpochSecond(vector.required("cutoff_date").asLong()));
    return new Expiration(
        rule, kinds, vector.required("enabled").asBoolean() ? Removal.DONE : Removal.SWITCHED_OFF);
  }

  private static List<Long> longs(JsonNode array) {
    return Vectors.list(array, JsonNode::asLong);
  }

  /** Age without a limit is judged as it is documented, not as it happens; nothing is removed. */
  private static boolean isTheDefect(JsonNode vector) {
    return vector.required("mode").textValue().equals("age")
        && vector.required("override_lease_duration").isNull();
  }

  @ParameterizedTest(name = "decision {index}")
  @MethodSource("decisions")
  void leasesEndAndSharesGoAsRecorded(JsonNode vector) throws Exception {
    ShareKind kind = ShareKind.valueOf(vector.required("sharetype").textValue().toUpperCase());
    StorageIndex index = ShareFiles.index(77);
    List<Long> leases = longs(vector.required("lease_expirations"));
    Path share = new ShareFiles(temp).put(index, 3, kind, leases);
    SettableClock clock = new SettableClock(Instant.ofEpochSecond(vector.required("now").asLong()));
    try (TestedUpkeep tested = new TestedUpkeep(temp, expiration(vector), clock)) {
      tested.checkLeases();
      Members found = tested.history().members("0");
      assertThat(found.list("lease-age-histogram").toString())
          .isEqualTo(vector.required("lease_age_histogram").toString().replace(",", ", "));
      Members recovered = found.members("space-recovered");
      assertKept(recovered, "original", vector);
      if (isTheDefect(vector)) {
        assertThat(Files.exists(share)).isTrue();
        assertThat(ShareFiles.expirations(share, tested.server.shares())).isEqualTo(leases);
        assertThat(recovered.number("configured-shares"))
            .isEqualTo(recovered.number("original-shares"));
        assertThat(recovered.number("actual-shares")).hasValue(0);
        return;
      }
      assertKept(recovered, "configured", vector);
      assertKept(recovered, "actual", vector);
      boolean remains = vector.required("share_file_remains").asBoolean();
      assertThat(Files.exists(share)).isEqualTo(remains);
      if (remains) {
        assertThat(ShareFiles.expirations(share, tested.server.shares()))
            .isEqualTo(longs(vector.required("remaining_lease_expirations")));
      }
    }
  }

  private static void assertKept(Members recovered, String criterion, JsonNode vector) {
    int kept = vector.required("would_keep").required(criterion).asInt();
    assertThat(recovered.number(criterion + "-shares")).hasValue(1 - kept);
    assertThat(recovered.number(criterion + "-buckets")).hasValue(1 - kept);
  }

  @Test
  void theHistoryIsWrittenAsRecorded() throws Exception {
    ShareFiles files = new ShareFiles(temp);
    // Shares of three bytes of data, as in the recording.
    files.put(ShareFiles.index(1), 0, immutableOfThreeBytes(1_702_677_399));
    files.put(ShareFiles.index(2), 0, immutableOfThreeBytes(1_702_677_400));
    files.put(StorageIndex.parse("beeqscijbeeqscijbeeqscijbe"), 4, new byte[] {0, 0, 0, 9, 1});
    Expiration expiration =
        new Expiration(
            new Expiration.CutoffDate(Instant.ofEpochSecond(1_699_999_000)),
            EnumSet.allOf(ShareKind.class),
            Removal.DONE);
    SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_700_000_000));
    try (TestedUpkeep tested = new TestedUpkeep(temp, expiration, clock)) {
      tested.checkLeases();
      JsonNode recorded = ALL.required("lease_checker_history_example").required("history_json");
      assertSame("", tested.file("lease_checker.history.json"), recorded);
    }
  }

  private static byte[] immutableOfThreeBytes(int expiration) {
    return ByteBuffer.allocate(12 + 3 + 72)
        .putInt(2)
        .putInt(3)
        .putInt(1)
        .put(new byte[3])
        .putInt(0)
        .put(new byte[64])
        .putInt(expiration)
        .array();
  }

  /** All of what was recorded and nothing else, but for what depends on the disk. */
  private static void assertSame(String where, Object found, JsonNode recorded) {
    if (recorded.isTextual() && recorded.textValue().equals("<host-dependent>")) {
      assertThat(found).as(where).isInstanceOf(Long.class);
    } else if (recorded.isObject()) {
      Set<String> names = new TreeSet<>();
      recorded.fieldNames().forEachRemaining(names::add);
      Members members = Members.of(found);
      assertThat(new TreeSet<>(members.all().keySet())).as(where).isEqualTo(names);
      names.forEach(
          name -> assertSame(where + "/" + name, members.all().get(name), recorded.get(name)));
    } else if (recorded.isArray()) {
      List<?> list = (List<?>) found;
      assertThat(list).as(where).hasSize(recorded.size());
      for (int i = 0; i < list.size(); i++) {
        assertSame(where + "/" + i, list.get(i), recorded.get(i));
      }
    } else {
      assertThat(String.valueOf(found)).as(where).isEqualTo(text(recorded));
    }
  }

  private static String text(JsonNode recorded) {
    return recorded.isDouble() ? Double.toString(recorded.doubleValue()) : recorded.asText();
  }

  @Test
  void thePrefixesAreWalkedInTheRecordedOrder() {
    assertThat(String.join(" ", Prefixes.ALL))
        .isEqualTo(ALL.required("crawler_prefixes_sorted").textValue());
  }
}
