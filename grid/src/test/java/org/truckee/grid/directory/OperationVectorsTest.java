package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.grid.directory.DirectoryVectors.cap;
import static org.truckee.grid.directory.DirectoryVectors.elements;
import static org.truckee.grid.directory.DirectoryVectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.truckee.capability.Capability;
import org.truckee.capability.CapabilityProblem;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.Fingerprint;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.WriteKey;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CapabilityConstraintException;
import org.truckee.grid.ChildOfWrongTypeException;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NewLink;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.NotADirectoryException;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.client.DirectoryWorld;

/**
 * Sequences of operations with every result, error and the bytes after each step, as the reference
 * gave them ({@code spec/03 §6}).
 */
class OperationVectorsTest {
  private static final String REDUNDANT = "redundant rename/relink";

  private final DirectoryWorld world = new DirectoryWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @TestFactory
  Stream<DynamicTest> everyStepGivesWhatWasRecorded() {
    return DirectoryVectors.section("operations")
        .filter(sequence -> !sequence.get("label").textValue().contains("refused entries are lost"))
        .filter(sequence -> !sequence.get("directories").has("chk"))
        .flatMap(this::steps);
  }

  /** The steps depend on each other, so that they are one sequence of tests. */
  private Stream<DynamicTest> steps(JsonNode sequence) {
    Map<String, Directory> directories = new HashMap<>();
    sequence
        .get("directories")
        .properties()
        .forEach(entry -> directories.put(entry.getKey(), open(entry.getValue())));
    elements(sequence.path("created_directories")).forEach(this::expectCreation);
    Map<String, byte[]> expected = new HashMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode step : sequence.get("steps")) {
      tests.add(
          DynamicTest.dynamicTest(
              tests.size() + " " + step.get("op").textValue(),
              () -> {
                assertStep(step, directories);
                step.get("contents_after_hex")
                    .properties()
                    .forEach(after -> expected.put(after.getKey(), hex(after.getValue())));
                expected.forEach(
                    (name, contents) ->
                        assertThat(world.stored(directories.get(name)).contents())
                            .as("contents of %s", name)
                            .isEqualTo(contents));
              }));
    }
    return tests.stream();
  }

  private Directory open(JsonNode directory) {
    DirectoryCap cap = (DirectoryCap) Capability.parse(directory.get("cap").textValue());
    if (cap instanceof DirectoryWriteCap write) {
      world.files().put(write.file(), hex(directory.get("contents_hex")));
    }
    return (Directory) world.grid().node(cap);
  }

  private void expectCreation(JsonNode created) {
    MutableFormat format =
        created.get("counter").intValue() == 3 ? MutableFormat.MDMF : MutableFormat.SDMF;
    world
        .files()
        .nextCreated(
            new MutableWriteCap(
                format,
                new WriteKey(hex(created.get("writekey_hex"))),
                new Fingerprint(hex(created.get("fingerprint_hex")))));
  }

  private void assertStep(JsonNode step, Map<String, Directory> directories) throws Exception {
    if (step.has("clock")) {
      world.at(step.get("clock").doubleValue());
    }
    Directory directory = directories.get(step.path("dir").asText("root"));
    Object result;
    try {
      result = run(step, directory, directories);
    } catch (IOException | RuntimeException e) {
      assertError(e, step.get("error"));
      return;
    }
    assertThat(step.has("error")).as("an error was expected: %s", step.get("error")).isFalse();
    assertResult(result, step.get("result"), directory);
  }

  private Object run(JsonNode step, Directory directory, Map<String, Directory> directories)
      throws IOException, InterruptedException {
    String name = step.path("name").textValue();
    return switch (step.get("op").textValue()) {
      case "list" -> directory.list().links();
      case "has_child" -> directory.has(name);
      case "get" -> directory.get(name).node();
      case "get_child_and_metadata" -> directory.get(name);
      case "get_metadata_for" -> directory.get(name).metadata();
      case "get_child_at_path" -> world.grid().node(directory.cap(), path(step));
      case "get_child_and_metadata_at_path" -> atPath(directory, path(step));
      case "set_uri" -> {
        FilesystemNode child =
            directory.child(name, cap(step.path("rw_uri")), cap(step.path("ro_uri")));
        yield directory.set(new NewLink(name, child, metadata(step)), overwrite(step));
      }
      case "set_children" -> {
        directory.setAll(
            elements(step.get("entries")).map(entry -> newLink(directory, entry)).toList(),
            overwrite(step));
        yield directory;
      }
      case "set_metadata_for" -> {
        directory.setMetadata(name, metadata(step).orElseThrow());
        yield directory;
      }
      case "add_file" ->
          directory.addFile(
              name,
              Source.of(hex(step.get("data_hex"))),
              UploadOptions.DEFAULT,
              metadata(step),
              overwrite(step));
      case "create_subdirectory" ->
          directory.createSubdirectory(name, newDirectory(step), metadata(step), overwrite(step));
      case "delete" ->
          directory.delete(
              name,
              new DeleteOptions(
                  step.path("must_exist").asBoolean(true),
                  step.path("must_be_directory").asBoolean(false),
                  step.path("must_be_file").asBoolean(false)));
      case "move_child_to" ->
          directory
              .move(
                  name,
                  directories.get(step.get("to").textValue()),
                  step.path("new_name").asText(name),
                  overwrite(step))
              .<Object>map(node -> node)
              .orElse(REDUNDANT);
      default -> throw new AssertionError(step.get("op").textValue());
    };
  }

  private Object atPath(Directory directory, List<String> path)
      throws IOException, InterruptedException {
    if (path.isEmpty()) {
      return new Link("", directory, Metadata.EMPTY);
    }
    Directory parent =
        (Directory) world.grid().node(directory.cap(), path.subList(0, path.size() - 1));
    return parent.get(path.getLast());
  }

  private static List<String> path(JsonNode step) {
    JsonNode path = step.get("path");
    if (path.isArray()) {
      return elements(path).map(JsonNode::textValue).toList();
    }
    return path.textValue().isEmpty() ? List.of() : List.of(path.textValue().split("/", -1));
  }

  private static NewLink newLink(Directory directory, JsonNode entry) {
    String name = entry.get("name").textValue();
    return new NewLink(
        name,
        directory.child(name, cap(entry.path("rw_uri")), cap(entry.path("ro_uri"))),
        metadata(entry));
  }

  private NewDirectory newDirectory(JsonNode step) {
    List<Link> children =
        elements(step.path("initial_children"))
            .map(
                child ->
                    new Link(
                        child.get("name").textValue(),
                        world
                            .grid()
                            .node(
                                new CapSlots(
                                    cap(child.path("rw_uri")),
                                    cap(child.path("ro_uri")),
                                    false,
                                    child.get("name").textValue())),
                        metadata(child).orElse(Metadata.EMPTY)))
            .toList();
    if (!step.path("mutable").asBoolean(true)) {
      return NewDirectory.immutable(children);
    }
    MutableFormat format = MutableFormat.valueOf(step.path("format").asText("SDMF"));
    return new NewDirectory.Mutable(children, MutableOptions.DEFAULT.withFormat(format));
  }

  private static Optional<Metadata> metadata(JsonNode step) {
    return DirectoryVectors.optionalMetadata(step.path("metadata"));
  }

  private static Overwrite overwrite(JsonNode step) {
    return switch (step.path("overwrite").asText("true")) {
      case "true" -> Overwrite.ALWAYS;
      case "false" -> Overwrite.NEVER;
      case "only-files" -> Overwrite.ONLY_FILES;
      default -> throw new AssertionError(step.get("overwrite"));
    };
  }

  private static void assertResult(Object result, JsonNode expected, Directory directory) {
    switch (result) {
      case Optional<?> optional when optional.isEmpty() -> assertThat(expected.isNull()).isTrue();
      case Optional<?> optional -> assertResult(optional.get(), expected, directory);
      case Boolean _, String _ -> assertThat(result.toString()).isEqualTo(expected.asText());
      case Metadata metadata -> assertThat(metadata).isEqualTo(DirectoryVectors.metadata(expected));
      case Link link -> {
        assertNode(link.node(), expected.get("node_uri"));
        assertThat(link.metadata()).isEqualTo(DirectoryVectors.metadata(expected.get("metadata")));
      }
      case Directory same when expected.path("same_directory").asBoolean() ->
          assertThat(same).isEqualTo(directory);
      case FilesystemNode node -> assertNode(node, expected.get("node_uri"));
      case List<?> links ->
          assertThat(links.stream().map(OperationVectorsTest::described).toList())
              .isEqualTo(elements(expected).map(OperationVectorsTest::recorded).toList());
      default -> throw new AssertionError(result);
    }
  }

  private static void assertNode(FilesystemNode node, JsonNode cap) {
    assertThat(node.bestCap().map(Capability::text)).isEqualTo(cap(cap));
  }

  private static List<Object> described(Object link) {
    Link child = (Link) link;
    return List.of(child.name(), child.node().bestCap().map(Capability::text), child.metadata());
  }

  private static List<Object> recorded(JsonNode link) {
    return List.of(
        link.get("name").textValue(),
        cap(link.get("uri")),
        DirectoryVectors.metadata(link.get("metadata")));
  }

  private static void assertError(Exception thrown, JsonNode expected) {
    assertThat(expected).as("no error was expected, but %s", thrown).isNotNull();
    String name = expected.path("args").path(0).asText();
    switch (expected.get("class").textValue()) {
      case "ExistingChildError" -> {
        assertThat(thrown).isInstanceOf(ExistingChildException.class);
        ExistingChildException existing = (ExistingChildException) thrown;
        assertThat(name).contains("'" + existing.name() + "'");
        assertThat(existing.isDirectory()).isEqualTo(name.endsWith("as a directory"));
      }
      case "NoSuchChildError" -> {
        assertThat(thrown).isInstanceOf(NoSuchChildException.class);
        assertThat(((NoSuchChildException) thrown).name()).isEqualTo(name);
      }
      case "KeyError" -> assertThat(thrown).isInstanceOf(NoSuchChildException.class);
      case "AttributeError" -> assertThat(thrown).isInstanceOf(NotADirectoryException.class);
      case "NotWriteableError" -> assertThat(thrown).isInstanceOf(NotWriteableException.class);
      case "ChildOfWrongTypeError" ->
          assertThat(thrown).isInstanceOf(ChildOfWrongTypeException.class);
      case "MustNotBeUnknownRWError" ->
          assertThat(((CapabilityConstraintException) thrown).problem())
              .isInstanceOf(CapabilityProblem.MustNotBeUnknownWrite.class);
      case "MustBeDeepImmutableError" ->
          assertThat(((CapabilityConstraintException) thrown).problem())
              .isInstanceOf(CapabilityProblem.MustBeDeepImmutable.class);
      default -> throw new AssertionError(expected + " " + thrown);
    }
  }

  /** In the reference what it does not understand is lost with the first change; not here. */
  @TestFactory
  Stream<DynamicTest> unchangedEntriesKeepTheirBytes() {
    JsonNode sequence =
        DirectoryVectors.section("operations")
            .filter(each -> each.get("label").textValue().contains("refused entries are lost"))
            .findFirst()
            .orElseThrow();
    Directory root = open(sequence.get("directories").get("root"));
    int[] number = {0};
    return elements(sequence.get("steps"))
        .map(
            step ->
                DynamicTest.dynamicTest(
                    number[0]++ + " " + step.get("op").textValue(),
                    () -> {
                      int damaged = root.list().damaged().size();
                      assertThat(damaged).isPositive();
                      assertStep(step, Map.of("root", root));
                      assertThat(root.list().damaged()).hasSize(damaged);
                      if (step.get("contents_after_hex").has("root")) {
                        assertThat(withoutDamaged(world.stored(root).contents(), root))
                            .isEqualTo(hex(step.get("contents_after_hex").get("root")));
                      }
                    }));
  }

  private byte[] withoutDamaged(byte[] contents, Directory root) throws IOException {
    EntryTable table = EntryTable.parse(contents, TableAccess.of(root.cap(), world.grid()::node));
    TableDraft draft = TableDraft.of(table);
    for (Entry entry : table.entries()) {
      if (entry.read() instanceof Entry.Reading.Bad) {
        draft.remove(entry.name());
      }
    }
    return draft.contents();
  }

  /** The contents are those of literal directories: what a CHK directory does is the same. */
  @TestFactory
  Stream<DynamicTest> immutableDirectoriesRefuseChanges() {
    JsonNode sequence =
        DirectoryVectors.section("operations")
            .filter(each -> each.get("directories").has("chk"))
            .findFirst()
            .orElseThrow();
    Map<String, Directory> directories = new HashMap<>();
    sequence
        .get("directories")
        .properties()
        .forEach(
            entry ->
                directories.put(
                    entry.getKey(),
                    (Directory)
                        world
                            .grid()
                            .node(
                                new DirectoryReadCap(
                                    new LiteralCap(hex(entry.getValue().get("contents_hex")))))));
    int[] number = {0};
    return elements(sequence.get("steps"))
        .map(
            step ->
                DynamicTest.dynamicTest(
                    number[0]++ + " " + step.get("op").textValue(),
                    () -> assertStep(step, directories)));
  }
}
