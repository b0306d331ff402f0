package org.truckee.firstgen.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.truckee.firstgen.OldVectors.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.WriteEnabler;
import org.truckee.firstgen.uri.WriteKey;
import org.truckee.foolscap.ReportedException;

@UsesVectors({
  "slot_encryption",
  "slot_decryption_failures",
  "vdrive_server",
  "vdrive_public_root",
  "no_public_root_error",
  "dirnode_uri_constraint"
})
final class DriveVectorsTest {
  @TempDir Path folder;

  static Stream<JsonNode> slots() {
    return OldVectors.stream(OldVectors.get("slot_encryption"));
  }

  @ParameterizedTest
  @MethodSource("slots")
  void aSlotIsClosedAndOpened(JsonNode vector) throws Exception {
    byte[] key = bytes(vector, "key");
    byte[] slot = bytes(vector, "encrypted");
    byte[] plaintext = bytes(vector, "plaintext");
    assertThat(Slot.seal(key, bytes(vector, "iv"), plaintext))
        .isEqualTo(slot)
        .hasSize(vector.path("length").asInt())
        .hasSize(plaintext.length + Slot.OVERHEAD);
    assertThat(Slot.open(key, slot)).isEqualTo(plaintext);
  }

  static Stream<JsonNode> failures() {
    return OldVectors.stream(OldVectors.get("slot_decryption_failures"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aSlotThatWasChangedIsNotOpened(JsonNode vector) {
    String message =
        switch (vector.path("result").asText()) {
          case "IntegrityCheckError" -> "HMAC does not match, crypttext is corrupted";
          case "AssertionError" -> "an entry of 45 bytes; there are none below 46";
          default -> throw new AssertionError("unknown result in " + vector);
        };
    assertThatThrownBy(() -> Slot.open(bytes(vector, "key"), bytes(vector, "encrypted")))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessage(message);
  }

  /** The steps that the program of 2007 was led through, with its file after each. */
  @Test
  void theDiskLooksTheSameAfterEveryStep() throws Exception {
    JsonNode vector = OldVectors.get("vdrive_server");
    ServedDirectories server = new ServedDirectories(DirectoryFiles.open(folder));
    DirectoryIndex index = new WriteKey(bytes(vector, "writekey")).readKey().index();
    assertThat(index.bytes()).isEqualTo(bytes(vector, "index"));
    assertThat(index).hasToString(vector.path("filename").asText());
    Path file = folder.resolve(index.toString());
    List<JsonNode> steps = OldVectors.items(vector.path("steps"));
    assertThat(steps).hasSize(19);
    for (JsonNode step : steps) {
      List<byte[]> arguments = OldVectors.stream(step.path("args")).map(OldVectors::bytes).toList();
      if (step.has("error")) {
        assertThatThrownBy(() -> run(server, step.path("op").asText(), arguments))
            .isInstanceOfSatisfying(
                ReportedException.class,
                reported -> {
                  assertThat(reported.failure().withOldNames().type())
                      .isEqualTo(step.path("error").asText());
                  if (!step.path("message").isNull()) {
                    assertThat(reported.failure().value()).isEqualTo(step.path("message").asText());
                  }
                });
      } else {
        assertThat(
                Arrays.deepEquals(
                    run(server, step.path("op").asText(), arguments), result(step.path("result"))))
            .as(step.path("op").asText())
            .isTrue();
      }
      if (step.path("file").isNull()) {
        assertThat(file).doesNotExist();
      } else {
        assertThat(file).hasBinaryContent(bytes(step, "file"));
      }
    }
  }

  /** Whatever the call gives, row by row. */
  private static byte[][][] run(ServedDirectories server, String method, List<byte[]> with)
      throws Exception {
    return switch (method) {
      case "create_directory" ->
          new byte[][][] {{server.createDirectory(with.get(0), with.get(1))}};
      case "list" ->
          server.list(with.get(0)).stream()
              .map(row -> new byte[][] {row.name(), row.write(), row.read()})
              .toArray(byte[][][]::new);
      case "get" -> {
        var slots = server.get(with.get(0), with.get(1));
        yield new byte[][][] {{slots.write(), slots.read()}};
      }
      case "set" -> {
        server.set(with.get(0), with.get(1), with.get(2), with.get(3), with.get(4), with.get(5));
        yield new byte[0][][];
      }
      case "delete" -> {
        server.delete(with.get(0), with.get(1), with.get(2));
        yield new byte[0][][];
      }
      default -> throw new AssertionError("unknown method " + method);
    };
  }

  private static byte[][][] result(JsonNode result) {
    if (result.isNull() || result.isArray() && result.isEmpty()) {
      return new byte[0][][];
    }
    if (result.isTextual()) {
      return new byte[][][] {{bytes(result)}};
    }
    List<byte[][]> rows = new ArrayList<>();
    if (result.path(0).isTextual()) {
      rows.add(OldVectors.stream(result).map(OldVectors::bytes).toArray(byte[][]::new));
    } else {
      result.forEach(
          row -> rows.add(OldVectors.stream(row).map(OldVectors::bytes).toArray(byte[][]::new)));
    }
    return rows.toArray(byte[][][]::new);
  }

  @Test
  void thePublicRootIsMadeAndFoundAgain() throws Exception {
    JsonNode vector = OldVectors.get("vdrive_public_root");
    byte[] key = bytes(vector, "random_writekey");
    RandomGenerator random =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            throw new AssertionError("a key is made of bytes");
          }

          @Override
          public void nextBytes(byte[] target) {
            System.arraycopy(key, 0, target, 0, target.length);
          }
        };
    String furl = vector.path("furl").asText();
    DirectoryFiles files = DirectoryFiles.open(folder);
    assertThat(new ServedDirectories(files))
        .satisfies(
            server ->
                assertThatThrownBy(server::getPublicRootUri)
                    .hasMessageContaining(OldVectors.get("no_public_root_error").asText()));
    files.offerRoot(furl, random);
    assertThat(new String(new ServedDirectories(files).getPublicRootUri()))
        .isEqualTo(vector.path("get_public_root_uri").asText());
    assertThat(folder.resolve("root")).hasBinaryContent(bytes(vector, "file_root"));
    assertThat(folder.resolve(vector.path("dir_filename").asText()))
        .hasBinaryContent(bytes(vector, "dir_file"));
    assertThat(DirectoryFiles.open(folder).offerRoot(furl, RandomGenerator.getDefault()).text())
        .isEqualTo(vector.path("get_public_root_uri").asText());
    assertThat(DirectoryFiles.rootKey(folder)).isPresent();
  }

  @Test
  void onlyTheUriOfADirectoryIsTakenForOne() {
    OldVectors.stream(OldVectors.get("dirnode_uri_constraint"))
        .forEach(
            vector ->
                assertThat(ServedDirectories.isDirectoryUri(vector.path("text").asText()))
                    .as(vector.path("text").asText())
                    .isEqualTo(vector.path("matches").asBoolean()));
  }

  @Test
  void aDamagedFileIsToldOfAndLeftAlone() throws Exception {
    DirectoryFiles files = DirectoryFiles.open(folder);
    byte[] random = new byte[32];
    Arrays.fill(random, (byte) 7);
    DirectoryIndex index = new DirectoryIndex(random);
    WriteEnabler enabler = new WriteEnabler(random);
    files.create(index, enabler);
    Path file = folder.resolve(index.toString());
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      Files.write(file, cut);
      assertThatThrownBy(() -> files.list(index)).hasMessageContaining("damaged");
      assertThatThrownBy(() -> files.set(index, enabler, random, new Entry(cut, cut, cut)))
          .hasMessageContaining("damaged");
      assertThat(file).hasBinaryContent(cut);
    }
  }
}
