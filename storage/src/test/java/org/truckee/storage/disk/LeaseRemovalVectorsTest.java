package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Vectors;

/** Leases are taken away byte for byte as the reference cancels them. */
class LeaseRemovalVectorsTest {
  /** Where in a lease the cancel secret and the expiration are, and how long it is. */
  private record Form(int size, int cancel, int expiration) {}

  private static final Form IMMUTABLE = new Form(72, 36, 68);
  private static final Form MUTABLE = new Form(92, 40, 4);

  static List<JsonNode> immutableLeaseOperations() {
    return StorageVectors.list("immutable_lease_operations");
  }

  @ParameterizedTest(name = "container {index}")
  @MethodSource("immutableLeaseOperations")
  void leasesOfImmutableSharesAreTakenAway(JsonNode vector) throws IOException {
    boolean hashed = vector.required("version").intValue() == 2;
    int removed = 0;
    byte[] before = new byte[0];
    for (JsonNode step : vector.required("steps")) {
      boolean cancelled = step.required("op").textValue().equals("cancel") && step.has("result");
      if (cancelled && !step.required("file_after").isNull()) {
        ImmutableContainer container = ImmutableContainer.open(StorageVectors.file(before));
        Set<Long> ended =
            expirations(
                before,
                IMMUTABLE,
                positions(container.leasePosition(0), container.leaseCount(), IMMUTABLE),
                secret(step, hashed));
        StagedFile staged = StagedFile.over(StorageVectors.file(before));
        LeaseRemoval.pack(staged, (kind, expiration) -> ended.contains(expiration));
        assertThat(hex(StorageVectors.content(staged)))
            .isEqualTo(step.required("file_after").textValue());
        removed++;
      }
      before = step.path("file_after").isTextual() ? Vectors.bytes(step.get("file_after")) : before;
    }
    assertThat(removed).isPositive();
  }

  @Test
  void leasesOfMutableSharesAreBlanked() throws IOException {
    int removed = 0;
    byte[] before = new byte[0];
    for (JsonNode step : StorageVectors.ALL.required("mutable_step_by_step_v2")) {
      boolean cancelled = step.required("op").textValue().equals("cancel_lease");
      if (cancelled && !step.has("error") && step.path("file_after").isTextual()) {
        MutableContainer container = MutableContainer.open(StorageVectors.file(before));
        List<Long> positions = new ArrayList<>(positions(100, 4, MUTABLE));
        positions.addAll(
            positions(container.extraLeasesPosition() + 4, container.extraLeases(), MUTABLE));
        Set<Long> ended = expirations(before, MUTABLE, positions, secret(step, true));
        StagedFile staged = StagedFile.over(StorageVectors.file(before));
        LeaseRemoval.blank(staged, (kind, expiration) -> ended.contains(expiration));
        assertThat(hex(StorageVectors.content(staged)))
            .isEqualTo(step.required("file_after").textValue());
        removed++;
      }
      before = step.path("file_after").isTextual() ? Vectors.bytes(step.get("file_after")) : before;
    }
    assertThat(removed).isPositive();
  }

  private static byte[] secret(JsonNode step, boolean hashed) {
    byte[] secret = Vectors.bytes(step.required("cancel_secret"));
    return hashed ? Hashes.blake2b256(secret) : secret;
  }

  private static List<Long> positions(long first, long count, Form form) {
    List<Long> positions = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      positions.add(first + i * form.size);
    }
    return positions;
  }

  /** When the leases end that have a cancel secret; no other lease ends then. */
  private static Set<Long> expirations(
      byte[] file, Form form, List<Long> positions, byte[] secret) {
    Set<Long> wanted = new TreeSet<>();
    Set<Long> others = new TreeSet<>();
    for (long position : positions) {
      int at = (int) position;
      byte[] stored = Arrays.copyOfRange(file, at + form.cancel, at + form.cancel + 32);
      long expiration = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(at + form.expiration));
      (Arrays.equals(stored, secret) ? wanted : others).add(expiration);
    }
    assertThat(wanted).isNotEmpty().doesNotContainAnyElementsOf(others);
    return wanted;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
