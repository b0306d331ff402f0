package org.truckee.node.assist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.GridException;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.assist.AssistedFile;
import org.truckee.grid.immutable.upload.HelperReport;
import org.truckee.storage.ShareNumber;

class UploadReportsTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ServerId ONE = new ServerId("v0-one");
  private static final ServerId TWO = new ServerId("v0-two");
  private static final UriExtension EXTENSION =
      UriExtension.of(
          SegmentGeometry.of(1200, 1, 1 << 20), 2, new byte[32], new byte[32], new byte[32]);

  private static SortedMap<ShareNumber, SortedSet<ServerId>> shares() {
    SortedMap<ShareNumber, SortedSet<ServerId>> shares = new TreeMap<>();
    shares.put(new ShareNumber(0), new TreeSet<>(Set.of(ONE, TWO)));
    shares.put(new ShareNumber(1), new TreeSet<>(Set.of(TWO)));
    return shares;
  }

  private static AssistedFile uploaded() {
    Map<String, Duration> timings = new HashMap<>();
    timings.put("total", Duration.ofMillis(1500));
    timings.put("peer_selection", Duration.ofMillis(250));
    return new AssistedFile(
        EXTENSION, shares(), 1, Optional.of(new AssistedFile.Upload(1200, 500, timings)));
  }

  private static Map<String, Value> attributes(Value value) {
    return ((Value.Copyable) value).attributes();
  }

  /** The attributes, their order and their kinds are those of a recorded answer. */
  @Test
  void whatIsSentAfterAnUploadLooksLikeThatOfExistingHelpers() throws Exception {
    Value value = UploadReports.toValue(INDEX, uploaded());
    Map<String, Value> attributes = attributes(value);
    assertThat(attributes.keySet())
        .containsExactly(
            "timings",
            "sharemap",
            "servermap",
            "file_size",
            "ciphertext_fetched",
            "uri",
            "preexisting_shares",
            "pushed_shares",
            "uri_extension_hash",
            "uri_extension_data",
            "verifycapstr");
    assertThat(attributes.get("file_size")).isEqualTo(Value.of(1200));
    assertThat(attributes.get("ciphertext_fetched")).isEqualTo(Value.of(500));
    assertThat(attributes.get("uri")).isEqualTo(Value.None.NONE);
    assertThat(attributes.get("pushed_shares")).isEqualTo(Value.of(3));
    assertThat(attributes.get("timings"))
        .isEqualTo(
            Value.dict(
                Map.of(
                    Value.text("total"), new Value.Real(1.5),
                    Value.text("peer_selection"), new Value.Real(0.25))));
    assertThat(attributes.get("servermap"))
        .isEqualTo(
            Value.dict(
                Map.of(
                    Value.bytes("v0-one"), Value.set(Set.of(Value.of(0))),
                    Value.bytes("v0-two"), Value.set(Set.of(Value.of(0), Value.of(1))))));
    Map<Value, Value> data = ((Value.Dict) attributes.get("uri_extension_data")).entries();
    assertThat(data.get(Value.text("codec_name"))).isEqualTo(Value.bytes("crs"));
    assertThat(data.get(Value.text("needed_shares"))).isEqualTo(Value.of(1));
    assertThat(data.get(Value.text("size"))).isEqualTo(Value.of(1200));
    assertThat(data.get(Value.text("crypttext_hash"))).isEqualTo(Value.bytes(new byte[32]));
    assertThat(data).hasSize(11);
    assertThat(((Bytes) attributes.get("verifycapstr")).array())
        .asString(StandardCharsets.US_ASCII)
        .startsWith("URI:CHK-Verifier:" + INDEX)
        .endsWith(":1:2:1200");
  }

  @Test
  void whatIsSentOfAFileThatIsThereLooksLikeThatOfExistingHelpers() throws Exception {
    Value value =
        UploadReports.toValue(INDEX, new AssistedFile(EXTENSION, shares(), 2, Optional.empty()));
    Map<String, Value> attributes = attributes(value);
    assertThat(attributes).doesNotContainKey("verifycapstr");
    assertThat(attributes.get("timings")).isEqualTo(Value.dict(Map.of()));
    assertThat(attributes.get("servermap")).isEqualTo(Value.dict(Map.of()));
    assertThat(attributes.get("file_size")).isEqualTo(Value.None.NONE);
    assertThat(attributes.get("ciphertext_fetched")).isEqualTo(Value.None.NONE);
    assertThat(attributes.get("preexisting_shares")).isEqualTo(Value.of(2));
    assertThat(attributes.get("pushed_shares")).isEqualTo(Value.of(0));
    HelperReport report = UploadReports.fromValue(value);
    assertThat(report.pushed()).isEmpty();
    assertThat(report.fetched()).isEmpty();
    assertThat(report.preexisting()).isEqualTo(2);
  }

  @Test
  void whatIsSentIsUnderstood() throws Exception {
    HelperReport report = UploadReports.fromValue(UploadReports.toValue(INDEX, uploaded()));
    assertThat(report.uriExtension().bytes()).isEqualTo(EXTENSION.bytes());
    assertThat(report.uriExtensionHash().bytes())
        .isEqualTo(HashTag.URI_EXTENSION.hash(EXTENSION.bytes()));
    assertThat(report.fetched()).isEqualTo(OptionalLong.of(500));
    assertThat(report.pushed()).isEqualTo(shares());
    assertThat(report.preexisting()).isEqualTo(1);
    assertThat(report.timings()).containsEntry("total", Duration.ofMillis(1500));
  }

  private static Value changed(String name, Value other) throws GridException {
    Map<String, Value> attributes =
        new LinkedHashMap<>(attributes(UploadReports.toValue(INDEX, uploaded())));
    attributes.put(name, other);
    return new Value.Copyable(UploadReports.CLASS, attributes);
  }

  @Test
  void whatIsOnlyForPeopleMayBeNonsense() throws Exception {
    Value strange = Value.dict(Map.of(Value.text("x"), Value.list(Value.of(3))));
    for (String name : new String[] {"sharemap", "servermap", "timings", "verifycapstr", "new"}) {
      assertThat(UploadReports.fromValue(changed(name, strange)).fetched())
          .isEqualTo(OptionalLong.of(500));
    }
    Value very =
        Value.dict(
            Map.of(
                Value.of(-1), Value.set(Set.of(Value.bytes("a"))),
                Value.of(100_000), Value.set(Set.of(Value.bytes("a"))),
                Value.of(255), new Sequence(Sequence.Kind.SET, List.of(Value.bytes("b")))));
    assertThat(UploadReports.fromValue(changed("sharemap", very)).pushed().keySet())
        .containsExactly(new ShareNumber(255));
  }

  @Test
  void whatTheCapFollowsFromMustNotBeNonsense() {
    for (String name : new String[] {"uri_extension_hash", "uri_extension_data"}) {
      for (Value other :
          new Value[] {
            Value.None.NONE,
            Value.bytes(new byte[31]),
            Value.text("x"),
            Value.dict(Map.of(Value.of(1), Value.of(2))),
            Value.dict(Map.of(Value.text("a"), Value.list()))
          }) {
        assertThatThrownBy(() -> UploadReports.fromValue(changed(name, other)))
            .isInstanceOf(GridException.class)
            .hasMessageContaining("cannot be used");
      }
    }
    assertThatThrownBy(() -> UploadReports.fromValue(Value.None.NONE))
        .isInstanceOf(GridException.class);
    assertThatThrownBy(() -> UploadReports.fromValue(new Value.Copyable("other", Map.of())))
        .isInstanceOf(GridException.class);
  }
}
