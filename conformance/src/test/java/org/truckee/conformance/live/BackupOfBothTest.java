package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;

/**
 * Backups by the command lines of both programs in front of one node, with one database ({@code
 * spec/11 §B}): each goes on where the other was.
 */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class BackupOfBothTest {
  @TempDir private Path local;

  private interface Backup {
    String run(String... options) throws IOException, InterruptedException;
  }

  @ParameterizedTest
  @EnumSource(value = Program.class, names = "TRUCKEE")
  void eachGoesOnWhereTheOtherWas(Program nodes, LiveNodes.Grids grids) throws Exception {
    SharedGrid grid = grids.servedBy(Program.TRUCKEE);
    RunningNode node = grid.startClient("for-backups-" + nodes.label(), nodes);
    try {
      node.awaitServers(SharedGrid.SERVERS);
      Path directory = node.directory().path();
      Tahoe tahoe = new Tahoe(directory);
      Truckee truckee = new Truckee(directory);
      tahoe.run("create-alias", "tahoe");
      Path tree = tree();
      Backup theirs = options -> tahoe.run(backup(options, tree)).out();
      Backup ours = options -> truckee.run(backup(options, tree));

      assertThat(ours.run())
          .contains("4 files uploaded (0 reused)", "4 directories created (0 reused)");
      assertThat(theirs.run("-v"))
          .contains("0 files uploaded (4 reused)", "0 directories created (4 reused)");
      Files.writeString(tree.resolve("readme"), "read me again, and more of it");
      assertThat(theirs.run())
          .contains("1 files uploaded (3 reused)", "1 directories created (3 reused)");
      String made = latest(tahoe);
      assertThat(ours.run("-v"))
          .contains("0 files uploaded (4 reused)", "0 directories created (4 reused)");
      assertThat(latest(tahoe)).isEqualTo(made);
      Files.delete(directory.resolve("private/backupdb.sqlite"));
      assertThat(theirs.run())
          .contains("4 files uploaded (0 reused)", "4 directories created (0 reused)");
      assertThat(ours.run("--exclude=readme"))
          .contains("0 files uploaded (3 reused)", "1 directories created (3 reused)");

      Path back = local.resolve("back-" + nodes.label());
      truckee.run("cp", "-r", "tahoe:saved/Latest", back.toString());
      assertThat(back.resolve("Latest/below/größe"))
          .hasSameBinaryContentAs(tree.resolve("below/größe"));
      assertThat(back.resolve("Latest/readme")).doesNotExist();
      assertThat(tahoe.run("ls", "saved/Archives").out()).contains("Z\n");
    } finally {
      node.close();
    }
  }

  /** The newest backup. */
  private static String latest(Tahoe tahoe) throws Exception {
    String line =
        tahoe
            .run("ls", "--readonly-uri", "saved")
            .out()
            .lines()
            .filter(row -> row.strip().startsWith("Latest"))
            .findFirst()
            .orElseThrow();
    return line.substring(line.indexOf("URI:"));
  }

  private static String[] backup(String[] options, Path tree) {
    return Stream.of(
            Stream.of("backup"), Stream.of(options), Stream.of(tree.toString(), "tahoe:saved"))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private Path tree() throws IOException {
    Path tree = Files.createDirectories(local.resolve("tree"));
    Files.createDirectories(tree.resolve("below/deep"));
    Files.createDirectories(tree.resolve("empty"));
    Files.writeString(tree.resolve("readme"), "read me");
    Files.write(tree.resolve("below/größe"), new Payload(200_000, 9_000).bytes(0, 200_000));
    Files.writeString(tree.resolve("below/deep/<&\"'"), "an unusual name");
    Files.createFile(tree.resolve("below/nothing"));
    return tree;
  }
}
