package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Vectors;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.WriteEnabler;

/** Containers come out byte for byte as the reference writes them. */
class ContainerVectorsTest {
  static List<JsonNode> immutableContainers() {
    return StorageVectors.list("immutable_containers");
  }

  static List<JsonNode> mutableContainers() {
    return StorageVectors.list("mutable_containers");
  }

  static List<JsonNode> immutableLeaseOperations() {
    return StorageVectors.list("immutable_lease_operations");
  }

  @ParameterizedTest(name = "container {index}")
  @MethodSource("immutableContainers")
  void leasesAreAddedToImmutableContainersOfBothVersions(JsonNode vector) throws IOException {
    byte[] data = Vectors.bytes(vector.required("share_data"));
    ByteBuffer bare = ByteBuffer.allocate(12 + data.length);
    bare.putInt(vector.required("version").intValue()).putInt(data.length).putInt(0).put(data);
    byte[] file = bare.array();
    for (JsonNode lease : vector.required("leases")) {
      file = withImmutableLease(file, StorageVectors.lease(lease), 72);
    }
    assertThat(hex(file)).isEqualTo(vector.required("file").textValue());
    ImmutableContainer container = ImmutableContainer.open(StorageVectors.file(file));
    assertThat(container.dataLength()).isEqualTo(data.length);
    assertThat(container.leaseCount()).isEqualTo(vector.required("leases").size());
  }

  @ParameterizedTest(name = "container {index}")
  @MethodSource("immutableLeaseOperations")
  void leasesOfImmutableSharesAreAddedAndRenewed(JsonNode vector) throws IOException {
    byte[] file = null;
    for (JsonNode step : vector.required("steps")) {
      String operation = step.required("op").textValue();
      if (operation.equals("cancel")) {
        // Cancelling belongs to the expiration of leases.
        break;
      }
      if (file == null) {
        file = withoutLeases(step);
      }
      Lease lease = StorageVectors.lease(step);
      // Without space, adding is what renewing without a lease is: an error.
      long space = step.path("available_space").asLong(0);
      byte[] before = file;
      if (step.has("error")) {
        assertThatThrownBy(() -> withImmutableLease(before, lease, space))
            .isInstanceOf(NoSpaceException.class);
      } else {
        file = withImmutableLease(file, lease, space);
      }
      assertThat(hex(file)).isEqualTo(step.required("file_after").textValue());
    }
  }

  private static byte[] withoutLeases(JsonNode firstStep) {
    byte[] after = Vectors.bytes(firstStep.required("file_after"));
    ByteBuffer before = ByteBuffer.allocate(after.length - 72);
    before.put(after, 0, before.capacity());
    return before.putInt(8, 0).array();
  }

  private static byte[] withImmutableLease(byte[] file, Lease lease, long space)
      throws IOException {
    StagedFile staged = StagedFile.over(StorageVectors.file(file));
    ImmutableContainer.open(staged).addOrRenew(staged, lease, space);
    return StorageVectors.content(staged);
  }

  @Test
  void damagedImmutableContainersGiveAnErrorOrWhatCanBeRead() throws IOException {
    for (JsonNode vector : StorageVectors.list("immutable_malformed")) {
      ReadableBytes file = StorageVectors.file(Vectors.bytes(vector.required("file")));
      boolean unreadable = vector.has("open_error") || vector.required("data_length").asLong() < 0;
      if (unreadable) {
        assertThatThrownBy(() -> ImmutableContainer.open(file))
            .as(vector.required("name").textValue())
            .isInstanceOf(CorruptContainerException.class);
      } else {
        assertThat(ImmutableContainer.open(file).dataLength())
            .as(vector.required("name").textValue())
            .isEqualTo(vector.required("data_length").longValue());
      }
    }
  }

  @ParameterizedTest(name = "container {index}")
  @MethodSource("mutableContainers")
  void mutableContainersOfBothVersionsAreWritten(JsonNode vector) throws IOException {
    StagedFile file = emptyMutable(vector);
    boolean leasesLast = vector.required("leases_added_after_writes").booleanValue();
    if (!leasesLast) {
      addLeases(file, vector.required("leases"));
    }
    OptionalLong newLength = StorageVectors.newLength(vector.required("new_length"));
    new MutableEdits(file).apply(StorageVectors.writes(vector.required("writes")), newLength);
    if (leasesLast) {
      addLeases(file, vector.required("leases"));
    }
    assertThat(hex(StorageVectors.content(file))).isEqualTo(vector.required("file").textValue());
    byte[] data = Vectors.bytes(vector.required("share_data"));
    assertThat(MutableContainer.open(file).read(0, 1_000_000)).isEqualTo(data);
  }

  /** New containers are of version 2; an empty one of version 1 must be there already. */
  private static StagedFile emptyMutable(JsonNode vector) throws IOException {
    if (vector.required("version").intValue() == 1) {
      JsonNode created = StorageVectors.list("mutable_containers").getFirst();
      assertThat(created.required("name").textValue()).isEqualTo("v1 just created");
      byte[] file = Vectors.bytes(created.required("file"));
      return StagedFile.over(StorageVectors.file(file));
    }
    StagedFile file = StagedFile.empty();
    byte[] writeEnabler = Vectors.bytes(vector.required("write_enabler"));
    MutableContainer.create(file, StorageVectors.NODE_ID, new WriteEnabler(writeEnabler));
    return file;
  }

  private static void addLeases(StagedFile file, JsonNode leases) throws IOException {
    for (JsonNode lease : leases) {
      new MutableLeases(file).addOrRenew(StorageVectors.lease(lease), StorageVectors.NODE_ID, 92);
    }
  }

  @Test
  void mutableContainerIsChangedStepByStep() throws IOException {
    byte[] file = null;
    int checked = 0;
    for (JsonNode step : StorageVectors.ALL.required("mutable_step_by_step_v2")) {
      if (step.path("file_after").isTextual()) {
        file = afterStep(file, step);
        assertThat(hex(file)).isEqualTo(step.required("file_after").textValue());
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(20);
  }

  private static byte[] afterStep(byte[] before, JsonNode step) throws IOException {
    StagedFile file =
        before == null ? StagedFile.empty() : StagedFile.over(StorageVectors.file(before));
    switch (step.required("op").textValue()) {
      case "create" ->
          MutableContainer.create(
              file,
              StorageVectors.NODE_ID,
              new WriteEnabler(Vectors.bytes(step.required("write_enabler"))));
      case "writev" ->
          new MutableEdits(file)
              .apply(
                  StorageVectors.writes(step.required("writes")),
                  StorageVectors.newLength(step.required("new_length")));
      case "add_or_renew_lease" -> addStepLease(file, step);
      default -> {
        // Cancelling belongs to the expiration of leases: go on with its result.
        return Vectors.bytes(step.required("file_after"));
      }
    }
    return StorageVectors.content(file);
  }

  private static void addStepLease(StagedFile file, JsonNode step) throws IOException {
    MutableLeases leases = new MutableLeases(file);
    long space = step.required("available_space").longValue();
    Lease lease = StorageVectors.lease(step);
    if (step.has("error")) {
      assertThatThrownBy(() -> leases.addOrRenew(lease, StorageVectors.NODE_ID, space))
          .isInstanceOf(NoSpaceException.class);
    } else {
      leases.addOrRenew(lease, StorageVectors.NODE_ID, space);
    }
  }

  @Test
  void mutableReadsAreClippedAtTheEndOfTheData() throws IOException {
    JsonNode vector = StorageVectors.ALL.required("mutable_reads_and_tests");
    MutableContainer container =
        MutableContainer.open(StorageVectors.file(Vectors.bytes(vector.required("file"))));
    for (JsonNode read : vector.required("reads")) {
      assertThat(
              container.read(
                  read.required("offset").longValue(), read.required("length").longValue()))
          .isEqualTo(Vectors.bytes(read.required("result")));
    }
  }

  @Test
  void damagedMutableContainersGiveAnErrorOrWhatCanBeRead() throws IOException {
    for (JsonNode vector : StorageVectors.list("mutable_malformed")) {
      String name = vector.required("name").textValue();
      byte[] content = Vectors.bytes(vector.required("file"));
      if (vector.has("open_error")) {
        assertThatThrownBy(() -> MutableContainer.open(StorageVectors.file(content)))
            .as(name)
            .isInstanceOf(CorruptContainerException.class);
        continue;
      }
      MutableContainer container = MutableContainer.open(StorageVectors.file(content));
      if (vector.has("read_error")) {
        assertThatThrownBy(() -> container.read(0, 1000))
            .as(name)
            .isInstanceOf(CorruptContainerException.class);
      } else {
        assertThat(hex(container.read(0, 1000))).isEqualTo(vector.required("read").textValue());
      }
      assertThatThrownBy(() -> new MutableLeases(StagedFile.over(StorageVectors.file(content))))
          .as(name)
          .isInstanceOf(CorruptContainerException.class);
    }
  }

  @Test
  void secretsAreStoredAsTheirHash() {
    for (JsonNode vector : StorageVectors.list("lease_records")) {
      ContainerVersion version =
          vector.required("container_version").intValue() == 1
              ? ContainerVersion.V1
              : ContainerVersion.V2;
      byte[] stored = version.stored(StorageVectors.secrets(vector).renew());
      assertThat(vector.required("immutable_record").textValue().substring(8, 72))
          .isEqualTo(hex(stored));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
