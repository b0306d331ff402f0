package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Metadata;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;
import org.truckee.grid.client.DirectoryWorld;

/** Directories of many children. */
@Timeout(120)
class LargeDirectoryTest {
  private final DirectoryWorld world = new DirectoryWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aHundredThousandChildrenAreListedAndOneIsChanged() throws Exception {
    int children = 100_000;
    Directory directory = world.directory(DirectoryWorld.cap("large"), contents(children));

    DirectoryListing listing = directory.list();
    assertThat(listing.links()).hasSize(children);
    assertThat(listing.damaged()).isEmpty();
    assertThat(listing.size()).isEqualTo(world.stored(directory).contents().length);
    assertThat(directory.links().size()).isEqualTo(listing.size());
    assertThat(directory.links()).containsExactlyElementsOf(listing.links());

    byte[] before = world.stored(directory).contents();
    directory.set(NewLink.of("file 00500001", world.node("URI:LIT:n5xgk")), Overwrite.NEVER);
    byte[] after = world.stored(directory).contents();
    assertThat(directory.has("file 00500001")).isTrue();
    int same = Arrays.mismatch(before, after);
    int added = after.length - before.length;
    assertThat(Arrays.equals(before, same, before.length, after, same + added, after.length))
        .as("only the new entry differs")
        .isTrue();
  }

  private byte[] contents(int children) throws Exception {
    TableAccess access = TableAccess.of(DirectoryWorld.cap("large"), world.grid()::node);
    TableDraft draft = TableDraft.of(EntryTable.parse(new byte[0], access));
    Metadata metadata =
        Metadata.parse("{\"tahoe\": {\"linkcrtime\": 1000.5, \"linkmotime\": 1000.25}}");
    FilesystemNode literal = world.node("URI:LIT:n5xgk");
    FilesystemNode mutable = world.grid().node(DirectoryWorld.cap("child"));
    for (int i = 0; i < children; i++) {
      draft.put("file %08d".formatted(i * 10), i % 100 == 0 ? mutable : literal, metadata);
    }
    return draft.contents();
  }
}
