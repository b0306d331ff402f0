package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.Metadata;
import org.truckee.grid.client.DirectoryWorld;

/** Runs over its seed inputs in the build, and without end when a fuzzer drives it. */
class EntryTableFuzzTest {
  private static final DirectoryWorld WORLD = new DirectoryWorld();
  private static final String NEW = "a new child";

  @FuzzTest
  void whateverTheBytesAreTheyAreListedAndNothingIsLostByAChange(byte[] contents) throws Exception {
    for (TableAccess access :
        new TableAccess[] {
          TableAccess.of(DirectoryWorld.cap("fuzz"), WORLD.grid()::node),
          TableAccess.of(DirectoryWorld.cap("fuzz").readOnly(), WORLD.grid()::node),
          new TableAccess(Optional.empty(), true, WORLD.grid()::node)
        }) {
      EntryTable table = EntryTable.parse(contents, access);
      DirectoryListing before = table.list();
      assertThat(new StoredLinks(contents, access)).containsExactlyElementsOf(before.links());
      TableDraft draft = TableDraft.of(table);
      draft.put(NEW, WORLD.node("URI:LIT:n5xgk"), Metadata.EMPTY);

      DirectoryListing after = EntryTable.parse(draft.contents(), access).list();

      assertThat(after.links())
          .containsAll(before.links().stream().filter(link -> !link.name().equals(NEW)).toList());
      assertThat(after.links()).anyMatch(link -> link.name().equals(NEW));
      draft.remove(NEW);
      TableDraft again = TableDraft.of(EntryTable.parse(draft.contents(), access));
      assertThat(again.contents()).isEqualTo(draft.contents());
    }
  }
}
