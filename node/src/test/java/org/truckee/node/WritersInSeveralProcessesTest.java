package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.InitialContents;
import org.truckee.grid.Link;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.Source;
import org.truckee.grid.client.GridClient;
import org.truckee.node.directory.StaticServers;

/**
 * Several programs change a mutable file of each format and a directory at the same time, over
 * HTTPS: every change that was acknowledged to one of them is there in the end.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WritersInSeveralProcessesTest {
  private static final int WRITERS = 3;
  private static final int SERVERS = 4;
  private static final int PATIENCE_SECONDS = 180;

  private final List<Process> writers = new ArrayList<>();

  @TempDir private Path temp;

  @AfterEach
  void end() {
    writers.forEach(Process::destroyForcibly);
  }

  @Test
  void noAcknowledgedChangeIsLost() throws Exception {
    try (NodeResources resources = NodeResources.start();
        EmbeddedGrid servers = servers(resources)) {
      StaticServers announced = announcements(servers);
      try (KnownServers known = WriterProcess.connect(announced, resources);
          GridClient grid = WriterProcess.grid(known, WRITERS, resources)) {
        MutableFile list = create(grid, MutableFormat.SDMF, new byte[0]);
        byte[] empty = new byte[WRITERS * WriterProcess.CHANGES * WriterProcess.SLOT];
        MutableFile slots = create(grid, MutableFormat.MDMF, empty);
        Directory directory = grid.createDirectory(NewDirectory.EMPTY);

        List<String> acknowledged =
            write(list.cap().text(), slots.cap().text(), directory.cap().text());

        List<String> changes = changes();
        assertThat(acknowledged)
            .as("each writer goes on until it succeeds")
            .containsExactlyInAnyOrderElementsOf(
                Stream.of("list: ", "slots: ", "directory: ")
                    .flatMap(thing -> changes.stream().map(thing::concat))
                    .toList());
        assertThat(text(list).lines()).containsExactlyInAnyOrderElementsOf(changes);
        assertThat(text(slots)).isEqualTo(String.join("", changes));
        DirectoryListing listing = directory.list();
        assertThat(listing.links()).extracting(Link::name).containsExactlyElementsOf(changes);
        assertThat(list.best().sequenceNumber()).isGreaterThan(changes.size());
        assertThat(list.check(CheckOptions.VERIFY).recoverable()).isTrue();
      }
    }
  }

  private EmbeddedGrid servers(NodeResources resources) throws Exception {
    return EmbeddedGrid.start(
        new EmbeddedGrid.Wish(temp.resolve("grid"), OptionalInt.of(SERVERS), OptionalInt.of(0)),
        resources);
  }

  /** Also put down in a file, for the writers. */
  private StaticServers announcements(EmbeddedGrid servers) throws Exception {
    String text =
        StaticServers.write(
            servers.servers().stream().map(server -> server.announcement().orElseThrow()).toList());
    Files.writeString(temp.resolve("servers"), text);
    return StaticServers.parse("servers", text);
  }

  private static MutableFile create(GridClient grid, MutableFormat format, byte[] contents)
      throws Exception {
    return grid.createMutable(
        InitialContents.of(Source.of(contents)), MutableOptions.DEFAULT.withFormat(format));
  }

  private static String text(MutableFile file) throws Exception {
    return new String(file.contents(), StandardCharsets.US_ASCII);
  }

  /** What all writers together have to change, in order. */
  private static List<String> changes() {
    return IntStream.range(0, WRITERS * WriterProcess.CHANGES)
        .mapToObj(i -> WriterProcess.change(i / WriterProcess.CHANGES, i % WriterProcess.CHANGES))
        .toList();
  }

  /** Has the writers write, and collects what was acknowledged to them. */
  private List<String> write(String... caps) throws Exception {
    for (int i = 0; i < WRITERS; i++) {
      writers.add(start(i, caps));
    }
    for (Process writer : writers) {
      assertThat(writer.inputReader().lines().filter(WriterProcess.READY::equals).findFirst())
          .isPresent();
    }
    for (Process writer : writers) {
      writer.outputWriter().append("begin\n").flush();
    }
    List<String> acknowledged = new ArrayList<>();
    for (Process writer : writers) {
      writer
          .inputReader()
          .lines()
          .filter(line -> line.startsWith(WriterProcess.ACKNOWLEDGED))
          .map(line -> line.substring(WriterProcess.ACKNOWLEDGED.length()))
          .forEach(acknowledged::add);
      assertThat(writer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(writer.exitValue()).isZero();
    }
    return acknowledged;
  }

  private Process start(int number, String... caps) throws IOException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    writer
        .outputWriter()
        .append("%d\n%s\n%s\n".formatted(number, temp.resolve("servers"), String.join("\n", caps)))
        .flush();
    return writer;
  }
}
