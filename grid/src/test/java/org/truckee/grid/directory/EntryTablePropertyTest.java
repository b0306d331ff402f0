package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.JsonValue;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.client.DirectoryWorld;

/** The table under any changes. */
class EntryTablePropertyTest {
  private static final DirectoryWorld WORLD = new DirectoryWorld();
  private static final TableAccess ACCESS =
      TableAccess.of(DirectoryWorld.cap("property"), WORLD.grid()::node);
  private static final List<FilesystemNode> CHILDREN =
      List.of(
          WORLD.node("URI:LIT:n5xgk"),
          WORLD.node(DirectoryWorld.cap("child").text()),
          WORLD.node(DirectoryWorld.cap("child").readOnly().text()),
          WORLD.node("imm.x-future:what"));

  @AfterContainer
  static void close() {
    WORLD.close();
  }

  @Property(tries = 300)
  void aTableIsWhatItsChangesMadeOfIt(
      @ForAll @Size(max = 30) List<String> names, @ForAll Random random) throws Exception {
    Map<String, Link> expected = new TreeMap<>(ChildNames.ORDER);
    byte[] contents = {};
    for (String any : names) {
      String name =
          any.codePoints()
              .filter(c -> c < 0xd800 || c > 0xdfff)
              .limit(3)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      TableDraft draft = TableDraft.of(EntryTable.parse(contents, ACCESS));
      if (random.nextInt(4) == 0) {
        draft.remove(name);
        expected.remove(ChildNames.normalize(name));
      } else {
        FilesystemNode child = CHILDREN.get(random.nextInt(CHILDREN.size()));
        Metadata metadata =
            new Metadata(JsonValue.Members.NONE.with("k", new JsonValue.Text(name)));
        draft.put(name, child, metadata);
        String normal = ChildNames.normalize(name);
        expected.put(normal, new Link(normal, child, metadata));
      }
      contents = draft.contents();
    }

    EntryTable table = EntryTable.parse(contents, ACCESS);

    assertThat(table.list().links()).containsExactlyElementsOf(expected.values());
    assertThat(TableDraft.of(table).contents()).isEqualTo(contents);
    for (Link link : expected.values()) {
      assertThat(table.find(link.name()).orElseThrow().node()).isEqualTo(link.node());
    }
  }

  /** Whatever is damaged of a table, what is in the other entries is still there. */
  @Property(tries = 300)
  void oneFlippedByteTakesAtMostOneEntryOrATail(
      @ForAll @IntRange(max = 1999) int position, @ForAll @IntRange(min = 1, max = 255) int flip)
      throws Exception {
    TableDraft draft = TableDraft.of(EntryTable.parse(new byte[0], ACCESS));
    for (int i = 0; i < 20; i++) {
      draft.put("name " + (char) ('a' + i), CHILDREN.get(i % 4), Metadata.EMPTY);
    }
    byte[] contents = draft.contents();
    List<Link> before = EntryTable.parse(contents, ACCESS).list().links();
    byte[] damaged = contents.clone();
    damaged[position % contents.length] ^= (byte) flip;

    EntryTable table = EntryTable.parse(damaged, ACCESS);
    List<Link> after = table.list().links();
    assertThat(new StoredLinks(damaged, ACCESS)).containsExactlyElementsOf(after);

    boolean tail = !table.fragments().isEmpty();
    boolean shadowed = table.entries().stream().anyMatch(entry -> entry.older().isPresent());
    if (!tail) {
      assertThat(after.stream().filter(before::contains).count())
          .as("one is damaged, and another one if it got the name of that")
          .isGreaterThanOrEqualTo(shadowed ? 18 : 19);
    }
    if (!shadowed) {
      assertThat(Arrays.equals(written(table), sorted(damaged, table))).isTrue();
    }
  }

  @Test
  void linksOutOfOrderSayThatTheyTakeMoreThanTheirBytes() throws Exception {
    byte[] first = contents("a", "b");
    byte[] second = contents("c");
    byte[] ordered = joined(first, second);
    byte[] reversed = joined(second, first);
    assertThat(new StoredLinks(ordered, ACCESS).size()).isEqualTo(ordered.length);
    assertThat(new StoredLinks(reversed, ACCESS).size()).isGreaterThan(reversed.length + 1000);
    assertThat(new StoredLinks(reversed, ACCESS))
        .containsExactlyInAnyOrderElementsOf(new StoredLinks(ordered, ACCESS));
  }

  private static byte[] contents(String... names) throws Exception {
    TableDraft draft = TableDraft.of(EntryTable.parse(new byte[0], ACCESS));
    for (String name : names) {
      draft.put(name, CHILDREN.getFirst(), Metadata.EMPTY);
    }
    return draft.contents();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] written(EntryTable table) throws Exception {
    return TableDraft.of(table).contents();
  }

  /** All bytes are there; only their order follows from the names. */
  private static byte[] sorted(byte[] contents, EntryTable table) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    table.entries().stream()
        .sorted((a, b) -> ChildNames.ORDER.compare(a.name(), b.name()))
        .flatMap(EntryTable::withOlder)
        .forEach(entry -> append(whole, entry.raw()));
    table.fragments().forEach(fragment -> append(whole, fragment.raw()));
    assertThat(whole.size()).isEqualTo(contents.length);
    return whole.toByteArray();
  }

  private static void append(ByteArrayOutputStream whole, TableSlice raw) {
    whole.write(raw.array(), raw.start(), raw.length());
  }

  @Property
  void everyCapIsTheSameAfterItWasText(@ForAll byte[] cap) throws CharacterCodingException {
    String text = CapBytes.decode(cap);

    assertThat(CapBytes.encode(text)).isEqualTo(cap);
  }
}
