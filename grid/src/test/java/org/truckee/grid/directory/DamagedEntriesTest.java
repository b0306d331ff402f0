package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.truckee.crypto.Netstring;
import org.truckee.grid.DamagedEntry;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.NewLink;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.UnusableNameException;
import org.truckee.grid.client.DirectoryWorld;
import org.truckee.grid.client.MemoryMutableFiles.Stored;

/**
 * One entry that nobody understands: it is named, the others work, and the next write keeps it. The
 * reference either shows nothing of the whole directory, or loses the entry.
 */
class DamagedEntriesTest {
  private static final String LITERAL = "URI:LIT:n5xgk";
  private static final String SLOT =
      "d05f738a043b8404b7495ccb5d5501866971af5bc2acc121f3a8c3c9e4c67eaa"
          + "2cf628b320d73bc02284aa976c0018c7";

  private final DirectoryWorld world = new DirectoryWorld();
  private final FilesystemNode literal = world.node(LITERAL);

  @AfterEach
  void close() {
    world.close();
  }

  /** The damaged bytes between two good entries, and the name that can be read of them. */
  record Damage(String what, byte[] bytes, Optional<String> name) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Damage> damages() {
    return Stream.of(
        new Damage("a cap that is damaged", entry("bad", "URI:CHK:bad", "{}"), name("bad")),
        new Damage(
            "a cap that may not stand there", entry("bad", "ro.URI:SSK:x", "{}"), name("bad")),
        new Damage("metadata that are no JSON", entry("bad", LITERAL, "oops"), name("bad")),
        new Damage("metadata that are no object", entry("bad", LITERAL, "[]"), name("bad")),
        new Damage("no fields but a name", frame(field("bad")), name("bad")),
        new Damage("an empty entry", frame(), Optional.empty()),
        new Damage(
            "a name that is not UTF-8",
            frame(Netstring.encode(new byte[] {(byte) 0xff}), field(LITERAL)),
            Optional.empty()),
        new Damage(
            "no netstring inside",
            frame("rubbish".getBytes(StandardCharsets.UTF_8)),
            Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void itIsSetAsideAndKept(Damage damage) throws Exception {
    Directory directory =
        directory(entry("a", LITERAL, "{}"), damage.bytes(), entry("z", LITERAL, "{}"));

    assertThat(names(directory)).containsExactly("a", "z");
    assertThat(directory.list().damaged())
        .singleElement()
        .matches(entry -> entry.name().equals(damage.name()) && !entry.problem().contains(":bad"));

    directory.set(NewLink.of("new", literal), Overwrite.NEVER);

    assertThat(names(directory)).containsExactly("a", "new", "z");
    assertThat(directory.list().damaged()).hasSize(1);
    assertThat(world.stored(directory).contents()).containsSequence(damage.bytes());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void itGoesWhenItsNameIsSetOrDeleted(Damage damage) throws Exception {
    if (damage.name().isEmpty()) {
      return;
    }
    Directory directory = directory(damage.bytes());
    assertThat(directory.has("bad")).isFalse();
    assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> directory.get("bad"));
    assertThatExceptionOfType(ExistingChildException.class)
        .isThrownBy(() -> directory.set(NewLink.of("bad", literal), Overwrite.NEVER));

    directory.set(NewLink.of("bad", literal), Overwrite.ONLY_FILES);
    assertThat(names(directory)).containsExactly("bad");
    assertThat(directory.list().damaged()).isEmpty();

    Directory other = directory(damage.bytes());
    assertThat(other.delete("bad", DeleteOptions.DEFAULT)).isEmpty();
    assertThat(world.stored(other).contents()).isEmpty();
  }

  /** Nobody knows where the next entry begins, so that all behind it is kept at the end. */
  @ParameterizedTest
  @MethodSource("tails")
  void whatCannotBeDividedIntoEntriesStaysAtTheEnd(String tail) throws Exception {
    Directory directory =
        directory(entry("z", LITERAL, "{}"), tail.getBytes(StandardCharsets.UTF_8));

    directory.set(NewLink.of("a", literal), Overwrite.NEVER);

    assertThat(names(directory)).containsExactly("a", "z");
    assertThat(directory.list().damaged())
        .singleElement()
        .extracting(DamagedEntry::name)
        .isEqualTo(Optional.empty());
    assertThat(new String(world.stored(directory).contents(), StandardCharsets.ISO_8859_1))
        .endsWith(tail);
  }

  static Stream<String> tails() {
    return Stream.of("\n", "9", "9:x", "99999999999999999999:x,", "3:abcd", "-1:,", " 3:abc,");
  }

  @Test
  void anOlderEntryOfTheNameCountsIfTheLastOneIsDamaged() throws Exception {
    byte[] good = entry("n", LITERAL, "{\"k\": 1}");
    byte[] bad = entry("n", "URI:CHK:bad", "{}");
    Directory directory = directory(entry("n", LITERAL, "{}"), good, bad);

    assertThat(directory.get("n").metadata().json()).isEqualTo("{\"k\": 1}");
    directory.set(NewLink.of("a", literal), Overwrite.NEVER);

    assertThat(directory.get("n").metadata().json()).isEqualTo("{\"k\": 1}");
    assertThat(new String(world.stored(directory).contents(), StandardCharsets.ISO_8859_1))
        .endsWith(
            new String(good, StandardCharsets.ISO_8859_1)
                + new String(bad, StandardCharsets.ISO_8859_1));
    directory.delete("n", DeleteOptions.DEFAULT);
    assertThat(directory.list().damaged()).isEmpty();
    assertThat(names(directory)).containsExactly("a");
  }

  @Test
  void aNameWithHalfACharacterIsRefusedAndNothingIsWritten() {
    Directory directory = directory();
    Stored stored = world.stored(directory);

    assertThatExceptionOfType(UnusableNameException.class)
        .isThrownBy(() -> directory.set(NewLink.of("a\ud800", literal), Overwrite.ALWAYS));
    assertThat(stored.writes()).isZero();
  }

  @Test
  void aCapThatIsNotUtf8SurvivesAMoveToAnotherDirectory() throws Exception {
    byte[] cap = HexFormat.of().parseHex("782dff80c3a9ed");
    Directory from = world.directory("from");
    byte[] slot = new SlotCipher(DirectoryWorld.cap("from").file().writeKey()).seal(cap);
    world
        .stored(from)
        .replace(frame(field("n"), field("x-ro"), Netstring.encode(slot), field("{}")));
    Directory to = world.directory("to");

    from.move("n", to, "m", Overwrite.NEVER);

    EntryTable table =
        EntryTable.parse(world.stored(to).contents(), TableAccess.of(to.cap(), world.grid()::node));
    assertThat(
            CapBytes.encode(table.find("m").orElseThrow().node().writeCap().orElseThrow().text()))
        .isEqualTo(cap);
    assertThat(names(from)).isEmpty();
  }

  private Directory directory(byte[]... entries) {
    return world.directory(DirectoryWorld.cap("damaged"), concatenate(entries));
  }

  private static List<String> names(Directory directory) throws Exception {
    return directory.list().links().stream().map(Link::name).toList();
  }

  private static byte[] entry(String name, String cap, String metadata) {
    return frame(
        field(name), field(cap), Netstring.encode(HexFormat.of().parseHex(SLOT)), field(metadata));
  }

  private static byte[] field(String text) {
    return Netstring.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] frame(byte[]... fields) {
    return Netstring.encode(concatenate(fields));
  }

  private static byte[] concatenate(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  private static Optional<String> name(String name) {
    return Optional.of(name);
  }
}
