package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.web.archive.FolderArchive;

/** A directory and what is below it as an archive. */
@Timeout(120)
class ZipFolderTest {
  private static final String LARGE = "x".repeat(300_000);

  private TestNode node;
  private String root;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
    root = send("POST", "/uri?t=mkdir", "").text();
    put(root, "a.txt", "alpha");
    put(root, "sub/large", LARGE);
    put(root, "sub/deep/ünï.txt", "");
    send("PUT", "/uri/" + root + "/mutable?format=sdmf", "changes");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private RawHttp.Answer send(String method, String target, String body) throws IOException {
    return node.http().send(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private String put(String directory, String path, String contents) throws IOException {
    String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
    RawHttp.Answer answer = send("PUT", "/uri/" + directory + "/" + encoded, contents);
    assertThat(answer.status()).as("%s", answer).isLessThan(300);
    return answer.text();
  }

  private void link(String name, String cap) throws IOException {
    RawHttp.Answer answer =
        node.http()
            .send(
                "POST",
                "/uri/" + root,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                ("t=uri&name=%s&uri=%s"
                        .formatted(
                            URLEncoder.encode(name, StandardCharsets.UTF_8),
                            URLEncoder.encode(cap, StandardCharsets.UTF_8)))
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private static Map<String, String> unzipped(RawHttp.Answer answer) throws IOException {
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox");
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void allThatIsBelowIsInIt() throws IOException {
    RawHttp.Answer answer = send("GET", "/uri/" + root + "/?t=zip", "");
    assertThat(unzipped(answer))
        .containsExactly(
            Map.entry("directory/", ""),
            Map.entry("directory/a.txt", "alpha"),
            Map.entry("directory/mutable", "changes"),
            Map.entry("directory/sub/", ""),
            Map.entry("directory/sub/deep/", ""),
            Map.entry("directory/sub/deep/ünï.txt", ""),
            Map.entry("directory/sub/large", LARGE));
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"directory.zip\"");
  }

  @Test
  void anArchiveBelowIsCalledAsItsDirectory() throws IOException {
    RawHttp.Answer answer = send("GET", "/uri/" + root + "/sub?t=zip", "");
    assertThat(unzipped(answer)).containsKeys("sub/", "sub/large", "sub/deep/ünï.txt");
    assertThat(answer.header("Content-Disposition")).contains("\"sub.zip\"");
    RawHttp.Answer head = send("HEAD", "/uri/" + root + "/sub?t=zip", "");
    assertThat(head.header("Content-Disposition")).contains("\"sub.zip\"");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void onlyWhatIsNamedIsInItByQueryAndByForm() throws IOException {
    assertThat(unzipped(send("GET", "/uri/" + root + "/?t=zip&name=a.txt&name=mutable", "")))
        .containsOnlyKeys("directory/", "directory/a.txt", "directory/mutable");
    RawHttp.Answer form =
        node.http()
            .send(
                "POST",
                "/uri/" + root + "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "t=zip&name=mutable&name=sub".getBytes(StandardCharsets.UTF_8));
    assertThat(unzipped(form)).containsKeys("directory/mutable", "directory/sub/large");
    assertThat(unzipped(form)).doesNotContainKey("directory/a.txt");
    assertThat(send("GET", "/uri/" + root + "/?t=zip&name=nothing", "").status()).isEqualTo(404);
    assertThat(send("POST", "/uri/" + root + "/new?t=zip", "").status()).isEqualTo(404);
  }

  @Test
  void namesLeadNowhereElse() throws IOException {
    String cap = put(root, "a.txt", "alpha");
    for (String name : new String[] {"../../evil", "/absolute", "c:\\windows", "..", "a\nb"}) {
      link(name, cap);
    }
    assertThat(unzipped(send("GET", "/uri/" + root + "/?t=zip", "")).keySet())
        .contains(
            "directory/.._.._evil",
            "directory/_absolute",
            "directory/c:_windows",
            "directory/__",
            "directory/a_b")
        .noneMatch(name -> name.contains("../") || name.startsWith("/"));
  }

  @Test
  void whatCannotBeReadIsToldOfAndTheRestIsWhole() throws IOException {
    link("circle", root);
    link("lost", "URI:CHK:%s:%s:3:10:1000".formatted("a".repeat(26), "a".repeat(52)));
    link("lost directory", "URI:DIR2:%s:%s".formatted("a".repeat(26), "a".repeat(52)));
    send(
        "POST",
        "/uri/" + root + "?t=set-children",
        "{\"strange\": [\"unknown\", {\"ro_uri\": \"ro.x-of-the-future:1\"}]}");
    Map<String, String> entries = unzipped(send("GET", "/uri/" + root + "/?t=zip", ""));
    assertThat(entries)
        .containsEntry("directory/sub/large", LARGE)
        .doesNotContainKey("directory/lost");
    assertThat(entries.get("directory/" + FolderArchive.MISSING))
        .startsWith("4 things are not in this archive:\n\n")
        .contains(
            "directory/circle: it is a directory that is below itself\n",
            "directory/lost: ",
            "directory/lost directory: ",
            "directory/strange: it is of an unknown kind\n")
        .doesNotContain("URI:");
  }
}
