package org.truckee.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Base32;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.client.DirectoryWorld;
import org.truckee.grid.directory.DirectoryVectors;

/** What an operator prohibits ({@code spec/03 §4.7}). */
class BlacklistTest {
  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsReadOrRefusedAsRecorded(JsonNode vector) throws Exception {
    byte[] file = DirectoryVectors.hex(vector.get("file_hex"));
    if (vector.path("error").booleanValue()) {
      assertThatExceptionOfType(BlacklistException.class)
          .isThrownBy(() -> Blacklist.parse(file))
          .withMessageContaining("line 1");
      return;
    }
    Blacklist blacklist = Blacklist.parse(file);
    assertThat(blacklist.isEmpty()).isEqualTo(vector.get("entries").isEmpty());
    for (JsonNode entry : vector.get("entries")) {
      byte[] index = Base32.decode(entry.get("storage_index").textValue());
      if (index.length == StorageIndex.LENGTH) {
        String reason = blacklist.reason(Optional.of(new StorageIndex(index))).orElseThrow();
        assertThat(reason).isEqualTo(entry.get("reason").textValue());
        assertThat(new FileProhibitedException(reason))
            .hasMessage(entry.get("message").textValue());
      }
    }
  }

  static Stream<JsonNode> files() {
    return DirectoryVectors.section("blacklist_files");
  }

  @Test
  void oneEntryCoversEveryFormOfADirectoryButItCanStayAChild() throws Exception {
    try (DirectoryWorld world = new DirectoryWorld()) {
      Directory parent = world.directory("parent");
      Directory child = world.directory("child");
      parent.set(NewLink.of("child", child), Overwrite.NEVER);
      String index = child.storageIndex().orElseThrow().toString();
      world.prohibit(Blacklist.parse((index + " a reason").getBytes(StandardCharsets.UTF_8)));

      var write = DirectoryWorld.cap("child");
      for (var cap : List.of(write, write.readOnly(), write.file(), write.file().readOnly())) {
        assertThat(world.grid().node(cap)).isEqualTo(new ProhibitedNode(cap, "a reason"));
      }
      assertThat(parent.list().links())
          .singleElement()
          .extracting(Link::node)
          .isEqualTo(new ProhibitedNode(write, "a reason"));
      assertThatExceptionOfType(FileProhibitedException.class)
          .isThrownBy(() -> world.grid().node(parent.cap(), List.of("child", "x")))
          .withMessage("Access Prohibited: a reason");
      assertThatExceptionOfType(ChildOfWrongTypeException.class)
          .isThrownBy(() -> parent.delete("child", DeleteOptions.DEFAULT.onlyDirectory()));
      parent.move("child", parent, "moved", Overwrite.ONLY_FILES);
      parent.set(NewLink.of("copy", parent.get("moved").node()), Overwrite.NEVER);
      world.prohibit(Blacklist.EMPTY);
      assertThat(parent.get("moved").node()).isEqualTo(child);
      assertThat(parent.get("copy").node()).isEqualTo(child);
    }
  }

  @Test
  void oneThatCannotBeReadProhibitsEverything() {
    try (DirectoryWorld world = new DirectoryWorld()) {
      world.prohibit(Blacklist.unreadable(new BlacklistException("line 3 is wrong")));

      assertThat(world.node("URI:LIT:n5xgk")).isInstanceOf(ProhibitedNode.class);
      assertThat(world.grid().node(DirectoryWorld.cap("x"))).isInstanceOf(ProhibitedNode.class);
    }
  }
}
