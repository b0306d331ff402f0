package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.immutable.ImmutableVectors;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;

/** Uploads make the caps and the shares of the reference, byte for byte. */
class UploadVectorsTest {
  private static final int LITERAL_LIMIT = 55;

  static Stream<ImmutableVectors.Case> uploads() {
    return ImmutableVectors.cases()
        .filter(recorded -> recorded.plaintext().length > LITERAL_LIMIT)
        .filter(recorded -> !recorded.name().contains("layout-v2"));
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void anUploadMakesTheCapAndTheSharesOfTheReference(ImmutableVectors.Case recorded)
      throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = Grids.of(servers)) {
      UploadResult result =
          grid.upload(
              Source.of(recorded.plaintext()),
              UploadOptions.DEFAULT
                  .withEncoding(
                      new EncodingParameters(
                          recorded.needed(), 1, recorded.total(), recorded.maxSegmentSize()))
                  .withKey(keyOf(recorded)));
      assertThat(result.cap()).isEqualTo(recorded.cap());
      assertThat(result.cap().text()).isEqualTo(recorded.json().get("cap").textValue());
      assertThat(result.verifyCap().orElseThrow().text())
          .isEqualTo(recorded.json().get("verify_cap").textValue());
      assertThat(result.pushedShares()).isEqualTo(recorded.total());
      requireRecordedShares(servers, recorded);
    }
  }

  @ParameterizedTest
  @MethodSource("org.truckee.grid.immutable.ImmutableVectors#cases")
  void theEncoderMakesTheSharesOfTheReferenceOfAnySizeAndInBothLayouts(
      ImmutableVectors.Case recorded) throws Exception {
    TestGrid servers = TestGrid.of(10);
    StorageIndex index = recorded.key().storageIndex();
    byte[] plaintext = recorded.plaintext();
    SegmentGeometry geometry =
        SegmentGeometry.of(plaintext.length, recorded.needed(), recorded.maxSegmentSize());
    UploadPlan first = UploadPlan.of(UploadPlan.Purpose.FILE, index, geometry, recorded.total(), 1);
    ShareLayout second = EncodedFile.Maker.second(first.layout());
    UploadPlan plan =
        recorded.name().contains("layout-v2")
            ? new UploadPlan(
                UploadPlan.Purpose.FILE,
                index,
                geometry,
                recorded.total(),
                1,
                second,
                second.shareLength(UriExtension.lengthFor(geometry, recorded.total())),
                first.placeable(),
                Set.of(),
                Optional.empty())
            : first;
    assertThat(plan.shareLength()).isEqualTo(recorded.json().get("allocated_size").longValue());
    try (Uploaders uploaders = new Uploaders(servers)) {
      Source source = Source.of(plaintext);
      PushedFile pushed =
          uploaders
              .get()
              .upload(
                  plan,
                  () ->
                      new EncipheringSource(
                          new Plaintext(source, source.state(), plaintext.length, Optional.empty()),
                          recorded.key(),
                          uploaders.workers()),
                  ProgressListener.NONE);
      assertThat(pushed.uriExtensionHash()).isEqualTo(recorded.cap().uriExtensionHash());
    }
    requireRecordedShares(servers, recorded);
  }

  static Stream<JsonNode> layouts() {
    return StreamSupport.stream(
            ImmutableVectors.read("immutable-chk.json").get("layouts_without_data").spliterator(),
            false)
        .filter(recorded -> recorded.get("num_segments").longValue() < 1 << 24);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theLayoutOfLargeFilesIsThatOfTheReference(JsonNode recorded) {
    int total = recorded.get("n").intValue();
    SegmentGeometry geometry =
        SegmentGeometry.of(
            recorded.get("file_size").longValue(),
            recorded.get("k").intValue(),
            recorded.get("max_segment_size").intValue());
    UploadPlan plan =
        UploadPlan.of(
            UploadPlan.Purpose.FILE,
            new StorageIndex(new byte[StorageIndex.LENGTH]),
            geometry,
            total,
            1);
    assertThat(geometry.segments()).isEqualTo(recorded.get("num_segments").intValue());
    assertThat(plan.layout().version()).isEqualTo(recorded.get("layout_version").intValue());
    assertThat(HexFormat.of().formatHex(plan.layout().header()))
        .isEqualTo(recorded.get("header_hex").textValue());
    assertThat(UriExtension.lengthFor(geometry, total))
        .isEqualTo(recorded.get("uri_extension_length").intValue());
    assertThat(plan.shareLength()).isEqualTo(recorded.get("allocated_size").longValue());
  }

  private static KeyChoice keyOf(ImmutableVectors.Case recorded) {
    JsonNode convergence = recorded.json().get("convergence_hex");
    if (convergence.isNull()) {
      return new KeyChoice.Given(recorded.key());
    }
    byte[] secret = HexFormat.of().parseHex(convergence.textValue());
    return new KeyChoice.Convergent(Optional.of(new ConvergenceSecret(secret)));
  }

  private static void requireRecordedShares(TestGrid servers, ImmutableVectors.Case recorded) {
    SortedMap<ShareNumber, byte[]> shares = new TreeMap<>();
    servers.shares(recorded.key().storageIndex()).values().forEach(shares::putAll);
    List<String> hashes = new ArrayList<>();
    shares.values().forEach(share -> hashes.add(HexFormat.of().formatHex(Hashes.sha256(share))));
    List<String> expected = new ArrayList<>();
    recorded.json().get("share_sha256").forEach(hash -> expected.add(hash.textValue()));
    assertThat(hashes).isEqualTo(expected);
    if (recorded.hasShares()) {
      List<String> bytes = recorded.shares().stream().map(HexFormat.of()::formatHex).toList();
      assertThat(shares.values()).map(HexFormat.of()::formatHex).isEqualTo(bytes);
    }
  }
}
