package org.truckee.grid.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.Capability;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.CapSlots;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.Directory;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NewLink;
import org.truckee.grid.Overwrite;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.mutable.MutableFixture;
import org.truckee.grid.transfer.TaskScope;

/** Directories whose files lie on servers: nothing but the network is left out. */
@Timeout(300)
class DirectoryOnServersTest {
  private final MutableFixture fixture = new MutableFixture(10);
  private final Grid grid = fixture.client();
  private final FilesystemNode literal = grid.node(Capability.parse("URI:LIT:n5xgk"));

  @AfterEach
  void close() {
    fixture.close();
  }

  private Directory create(MutableFormat format, List<Link> children) throws Exception {
    return grid.createDirectory(
        new NewDirectory.Mutable(
            children,
            MutableOptions.DEFAULT.withFormat(format).withKey(MutableFixture.key("key0"))));
  }

  private static Set<String> names(Directory directory) throws Exception {
    return directory.list().links().stream()
        .map(Link::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource(MutableFormat.class)
  void aNewDirectoryHasItsChildrenForWhoeverOpensIt(MutableFormat format) throws Exception {
    Metadata metadata = Metadata.parse("{\"tahoe\": {\"linkcrtime\": 1.5}, \"k\": 1}");

    Directory created = create(format, List.of(new Link("a\u0301", literal, metadata)));

    assertThat(((DirectoryWriteCap) created.cap()).file().format()).isEqualTo(format);
    for (FilesystemNode opened :
        List.of(grid.node(created.cap()), grid.node(created.cap().readOnly()))) {
      assertThat(((Directory) opened).list().links())
          .containsExactly(new Link("\u00e1", literal, metadata));
    }
    assertThat(created.size()).isEqualTo(created.list().size());
  }

  @Test
  void theFormatThatIsAskedForCountsMoreThanTheOneByDefault() throws Exception {
    Grid other =
        fixture.client(
            fixture
                .builder(fixture.grid, 3, 10, Duration.ofMinutes(2))
                .mutableFormat(MutableFormat.MDMF));
    Directory parent =
        other.createDirectory(
            new NewDirectory.Mutable(
                List.of(), MutableOptions.DEFAULT.withKey(MutableFixture.key("key1"))));
    assertThat(parent.cap().text()).startsWith("URI:DIR2-MDMF:");

    Directory child =
        parent.createSubdirectory(
            "sdmf",
            new NewDirectory.Mutable(
                List.of(),
                MutableOptions.DEFAULT
                    .withFormat(MutableFormat.SDMF)
                    .withKey(MutableFixture.key("key2"))),
            Optional.empty(),
            Overwrite.NEVER);

    assertThat(child.cap().text()).startsWith("URI:DIR2:");
    assertThat(names(parent)).containsExactly("sdmf");
  }

  @Test
  void manyUploadsAtOnceAreFewWrites() throws Exception {
    Directory directory = create(MutableFormat.SDMF, List.of());
    int files = 100;
    try (TaskScope<Integer, FilesystemNode> tasks = new TaskScope<>("uploads")) {
      for (int i = 0; i < files; i++) {
        Source contents = Source.of(("contents " + i).getBytes(StandardCharsets.UTF_8));
        String name = "file " + i;
        tasks.fork(
            i,
            () ->
                directory.addFile(
                    name, contents, UploadOptions.DEFAULT, Optional.empty(), Overwrite.NEVER));
      }
      while (tasks.hasPending()) {
        tasks.next().value();
      }
    }
    assertThat(names(directory)).hasSize(files);
    MutableVersion version = grid.open(((DirectoryWriteCap) directory.cap()).file()).best();
    assertThat(version.sequenceNumber()).as("versions written").isLessThan(files / 2);
  }

  @Test
  void writersInSeveralProcessesLoseNothing() throws Exception {
    Directory mine = create(MutableFormat.SDMF, List.of());
    List<Directory> everybodys = new ArrayList<>(List.of(mine));
    for (int i = 0; i < 2; i++) {
      everybodys.add((Directory) fixture.client(fixture.grid, 3, 10).node(mine.cap()));
    }
    try (TaskScope<Integer, FilesystemNode> tasks = new TaskScope<>("writers")) {
      for (int i = 0; i < everybodys.size(); i++) {
        Directory directory = everybodys.get(i);
        String name = "from " + i;
        tasks.fork(i, () -> directory.set(NewLink.of(name, literal), Overwrite.NEVER));
      }
      while (tasks.hasPending()) {
        tasks.next().value();
      }
    }
    assertThat(names(mine)).containsExactly("from 0", "from 1", "from 2");
  }

  @Test
  void immutableDirectoriesHaveTheRecordedCaps() throws Exception {
    int compared = 0;
    for (JsonNode vector : DirectoryVectors.get("immutable_directories")) {
      if (!vector.hasNonNull("children") && !vector.has("children_rule")) {
        continue;
      }
      EncodingParameters encoding =
          EncodingParameters.of(
              vector.get("needed_shares").intValue(), 1, vector.get("total_shares").intValue());
      byte[] secret = HexFormat.of().parseHex(vector.get("convergence_secret_hex").textValue());
      UploadOptions options =
          UploadOptions.DEFAULT
              .withEncoding(encoding)
              .withConvergenceSecret(new ConvergenceSecret(secret));

      Directory created =
          grid.createDirectory(new NewDirectory.Immutable(children(vector), options));

      assertThat(created.cap().text())
          .as(vector.get("label").textValue())
          .isEqualTo(vector.get("cap").textValue());
      assertThat(names(created)).hasSize(children(vector).size());
      compared++;
    }
    assertThat(compared).isGreaterThan(7);
  }

  private List<Link> children(JsonNode vector) throws Exception {
    if (vector.has("children_rule")) {
      return IntStream.range(0, 300)
          .mapToObj(
              i ->
                  new Link(
                      "file%04d".formatted(i),
                      grid.node(
                          new LiteralCap(("contents " + i).getBytes(StandardCharsets.US_ASCII))),
                      Metadata.EMPTY))
          .toList();
    }
    return DirectoryVectors.elements(vector.get("children"))
        .map(
            child ->
                new Link(
                    child.get("name").textValue(),
                    grid.node(
                        new CapSlots(
                            DirectoryVectors.cap(child.get("rw_uri")),
                            DirectoryVectors.cap(child.get("ro_uri")),
                            false,
                            child.get("name").textValue())),
                    DirectoryVectors.metadata(child.get("metadata"))))
        .toList();
  }
}
