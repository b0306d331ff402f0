package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;

/** The commands of the reference, one by one, in front of a node of ours ({@code spec/10}). */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class CommandLineOfTheReferenceTest {

  @TempDir private Path local;

  @Test
  void everyCommandWorks(LiveNodes.Grids grids) throws Exception {
    SharedGrid grid = grids.servedBy(Program.TRUCKEE);
    RunningNode node = grid.startClient("for-commands", Program.TRUCKEE);
    try {
      node.awaitServers(SharedGrid.SERVERS);
      Tahoe tahoe = new Tahoe(node.directory().path());
      aliases(tahoe);
      files(tahoe);
      mutableFiles(tahoe);
      linksAndMoves(tahoe);
      trees(tahoe);
      backups(tahoe);
      walks(tahoe);
      repairs(tahoe, grid);
      browsers(tahoe, node);
    } finally {
      node.close();
    }
  }

  private void aliases(Tahoe tahoe) throws Exception {
    assertThat(tahoe.run("create-alias", "tahoe").out()).contains("Alias 'tahoe' created");
    String cap = tahoe.run("mkdir", "--format=mdmf").line();
    assertThat(cap).startsWith("URI:DIR2-MDMF:");
    tahoe.run("add-alias", "other:", cap);
    assertThat(tahoe.run("list-aliases").out()).contains("tahoe: URI:DIR2:", "other: " + cap);
    assertThat(tahoe.run("list-aliases", "--readonly-uri").out()).contains("URI:DIR2-MDMF-RO:");
    assertThat(tahoe.attempt(new byte[0], "create-alias", "tahoe").status()).isEqualTo(1);
    assertThat(tahoe.attempt(new byte[0], "ls", "nobody:").err()).contains("Unknown alias");
  }

  private void files(Tahoe tahoe) throws Exception {
    byte[] contents = new Payload(300_000, 8_000).bytes(0, 300_000);
    Path file = Files.write(local.resolve("größe.bin"), contents);
    Tahoe.Outcome put = tahoe.run("put", file.toString(), "files/größe.bin");
    assertThat(put.err()).contains("201 Created");
    assertThat(put.line()).startsWith("URI:CHK:");
    assertThat(tahoe.run("put", file.toString(), "files/größe.bin").err()).contains("200 OK");
    assertThat(tahoe.run("put", file.toString()).line()).isEqualTo(put.line());

    Path back = local.resolve("back.bin");
    tahoe.run("get", "files/größe.bin", back.toString());
    assertThat(back).hasBinaryContent(contents);
    assertThat(tahoe.attempt(Tahoe.bytes("short"), "put", "-", "files/short").line())
        .startsWith("URI:LIT:");
    assertThat(tahoe.run("get", "files/short").out()).isEqualTo("short");

    assertThat(tahoe.run("ls", "files").out().lines()).containsExactly("größe.bin", "short");
    assertThat(tahoe.run("ls", "-l", "files").out()).contains("-r-- ", "300000");
    assertThat(tahoe.run("ls", "--uri", "files/größe.bin").out()).contains(put.line());
    JsonNode json = new ObjectMapper().readTree(tahoe.run("ls", "--json", "files").out());
    assertThat(json.get(1).get("children")).hasSize(2);
    assertThat(tahoe.attempt(new byte[0], "ls", "files/none").status()).isEqualTo(2);
    Tahoe.Outcome missing = tahoe.attempt(new byte[0], "get", "files/none");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("404", "No such child: none");

    assertThat(tahoe.run("unlink", "files/short").out()).contains("200 OK");
    assertThat(tahoe.run("ls", "files").line()).isEqualTo("größe.bin");
  }

  private void mutableFiles(Tahoe tahoe) throws Exception {
    for (String format : List.of("SDMF", "MDMF")) {
      String name = "mutable/" + format;
      String cap =
          tahoe.attempt(Tahoe.bytes("first"), "put", "--format=" + format, "-", name).line();
      assertThat(cap).startsWith(format.equals("SDMF") ? "URI:SSK:" : "URI:MDMF:");
      assertThat(tahoe.attempt(Tahoe.bytes("second"), "put", "-", name).line()).isEqualTo(cap);
      assertThat(tahoe.attempt(Tahoe.bytes("third"), "put", "-", cap).line()).isEqualTo(cap);
      assertThat(tahoe.run("get", name).out()).isEqualTo("third");
      assertThat(tahoe.run("ls", "-F", "mutable").out()).contains(format + "*");
    }
    assertThat(tahoe.attempt(Tahoe.bytes("x"), "put", "--mutable", "-").line())
        .startsWith("URI:SSK:");
  }

  private void linksAndMoves(Tahoe tahoe) throws Exception {
    tahoe.attempt(Tahoe.bytes("moved"), "put", "-", "links/a");
    tahoe.run("mkdir", "links/folder");
    assertThat(tahoe.run("ln", "links/a", "links/b").out()).isEqualTo("OK\n");
    assertThat(tahoe.run("mv", "links/a", "links/folder/").out()).isEqualTo("OK\n");
    assertThat(tahoe.run("ls", "links").out().lines()).containsExactly("b", "folder");
    assertThat(tahoe.run("get", "links/folder/a").out()).isEqualTo("moved");
    Tahoe.Outcome refused = tahoe.attempt(new byte[0], "mv", "links/b", "links/folder");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("You can't overwrite a directory with a file");
    assertThat(tahoe.run("get", "links/b").out()).isEqualTo("moved");
  }

  private void trees(Tahoe tahoe) throws Exception {
    Path tree = tree(local.resolve("tree"));
    assertThat(tahoe.run("cp", "-r", tree.toString(), "tahoe:copies").out())
        .contains("Success: files copied");
    Path back = local.resolve("copied");
    tahoe.run("cp", "-r", "tahoe:copies", back.toString());
    assertThat(contents(back.resolve("copies/tree"))).isEqualTo(contents(tree));
    tahoe.run("cp", "-r", "tahoe:copies/tree", "other:");
    tahoe.run("cp", "other:tree/readme", local.resolve("one").toString());
    assertThat(local.resolve("one")).hasContent("read me");
    tahoe.run("cp", "--caps-only", "other:tree/readme", local.resolve("cap").toString());
    assertThat(Files.readString(local.resolve("cap"))).startsWith("URI:LIT:");
  }

  private void backups(Tahoe tahoe) throws Exception {
    Path tree = tree(local.resolve("saved"));
    assertThat(tahoe.run("backup", tree.toString(), "tahoe:backups").out())
        .contains("4 files uploaded (0 reused)", "3 directories created (0 reused)");
    assertThat(tahoe.run("backup", tree.toString(), "tahoe:backups").out())
        .contains("0 files uploaded (4 reused)", "0 directories created (3 reused)");
    Files.writeString(tree.resolve("readme"), "read me again, and more of it");
    assertThat(tahoe.run("backup", "-v", tree.toString(), "tahoe:backups").out())
        .contains("1 files uploaded (3 reused)", "1 directories created (2 reused)");
    assertThat(tahoe.run("get", "backups/Latest/readme").out()).startsWith("read me again");
    assertThat(tahoe.run("ls", "backups/Archives").out().lines()).hasSize(3);
  }

  private void walks(Tahoe tahoe) throws Exception {
    assertThat(tahoe.run("manifest", "copies").out().lines())
        .hasSize(8)
        .anyMatch(line -> line.startsWith("URI:CHK:") && line.endsWith(" tree/below/large"));
    assertThat(tahoe.run("manifest", "--storage-index", "copies").out()).doesNotContain("URI:");
    assertThat(tahoe.run("manifest", "--verify-cap", "copies").out()).contains("URI:CHK-Verifier:");
    assertThat(tahoe.run("manifest", "--raw", "copies").out()).contains("\"type\": \"stats\"");
    assertThat(tahoe.run("stats", "copies").out())
        .contains("count-directories: 4", "count-files: 4", "Size Histogram:");
    assertThat(tahoe.run("check", "files/größe.bin").out())
        .contains("Summary: Healthy", "good-shares: 5 (encoding is 3-of-5)");
    assertThat(tahoe.run("check", "--raw", "--verify", "--add-lease", "mutable/MDMF").out())
        .contains("\"healthy\": true");
    assertThat(tahoe.run("deep-check", "-v", "--add-lease", "tahoe:").out())
        .contains("'<root>': Healthy", " 0 unhealthy");
  }

  private void repairs(Tahoe tahoe, SharedGrid grid) throws Exception {
    byte[] contents = new Payload(70_000, 8_100).bytes(0, 70_000);
    Path file = Files.write(local.resolve("wounded"), contents);
    tahoe.run("put", file.toString(), "repair/wounded");
    JsonNode check =
        new ObjectMapper().readTree(tahoe.run("check", "--raw", "repair/wounded").out());
    grid.loseShare(check.get("storage-index").asText());
    assertThat(tahoe.run("check", "repair/wounded").out())
        .contains("Summary: Not Healthy: 4 shares (enc 3-of-5)");
    assertThat(tahoe.run("deep-check", "--repair", "tahoe:repair").out())
        .contains("1 repairs attempted, 1 successful, 0 failed", "post-repair: 2 healthy");
    assertThat(tahoe.run("check", "--repair", "repair/wounded").out()).contains("Summary: healthy");
  }

  private void browsers(Tahoe tahoe, RunningNode node) throws Exception {
    String url = node.web().base().toString();
    assertThat(tahoe.run("webopen").out()).startsWith(url);
    assertThat(tahoe.run("webopen", "--info", "files").out())
        .contains("/uri/URI%3ADIR2%3A", "/files?t=info");
  }

  private static Path tree(Path root) throws IOException {
    Files.createDirectories(root.resolve("below/deeper"));
    Files.writeString(root.resolve("readme"), "read me");
    Files.writeString(root.resolve("empty"), "");
    Files.write(root.resolve("below/large"), new Payload(140_000, 8_200).bytes(0, 140_000));
    Files.writeString(root.resolve("below/deeper/naïve ☃"), "a name");
    return root;
  }

  private static Map<String, byte[]> files(Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    files(root).forEach((name, bytes) -> texts.put(name, HexFormat.of().formatHex(bytes)));
    return texts;
  }
}
