package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the pages, done in a real browser that runs their scripts. */
@Timeout(240)
class PagesInBrowserTest {
  /** What would tell that something ran which must not. */
  private static final String ATTACK = "window.top.attacked = 1; document.title = 'attacked';";

  private static Browser browser;

  private TestNode node;
  private String site;
  private String directory;

  @TempDir private Path folder;

  @BeforeAll
  static void startBrowser() throws IOException {
    assumeTrue(Browser.isThere(), "Chromium and its driver are not installed here");
    browser = Browser.start(true);
    // Previews are made of what is in view: all rows have to be.
    browser.resize(1200, 2000);
  }

  @AfterAll
  static void stopBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void startNode() throws IOException {
    node = new TestNode();
    site = "http://127.0.0.1:%d/".formatted(node.http().port());
    directory = send("POST", "/uri?t=mkdir", new byte[0]).text();
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private RawHttp.Answer send(String method, String target, byte[] body) throws IOException {
    RawHttp.Answer answer = node.http().send(method, target, Map.of(), body);
    assertThat(answer.status()).as("%s", answer).isLessThan(300);
    return answer;
  }

  private String put(String name, byte[] contents) throws IOException {
    return send("PUT", "/uri/" + directory + "/" + encoded(name), contents).text();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String page() {
    return site + "uri/" + encoded(directory) + "/";
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    browser
        .run("return [...document.querySelectorAll('tr[data-name]')].map((r) => r.dataset.name)")
        .forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  void aFolderIsUploadedAndItsFilesAreRenamedRemovedPutBackAndTakenAway() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos/2026"));
    Files.writeString(photos.resolve("a.txt"), "alpha");
    Files.writeString(photos.resolve("b.txt"), "beta");
    browser.open(page());
    browser.run("window.before = true");
    browser.type("input[webkitdirectory]", folder.resolve("photos").toString());
    browser.until("!window.before && document.querySelector('tr[data-name=photos]')");
    browser.open(page() + "photos/2026/");
    assertThat(names()).containsExactly("a.txt", "b.txt");

    browser.click("tr[data-name='a.txt'] button[form=rename]");
    browser.until("document.querySelector('input[name=to_name]')");
    browser.clear("input[name=to_name]");
    browser.type("input[name=to_name]", "ünï.txt");
    browser.click("button[type=submit]");
    browser.until("document.querySelector('tr[data-name=\"ünï.txt\"]')");
    assertThat(names()).containsExactly("b.txt", "ünï.txt");

    browser.open(page() + "photos/2026/");
    browser.click("tr[data-name='b.txt'] button[form=unlink]");
    browser.until("document.querySelector('.undo button')");
    assertThat(names()).containsExactly("ünï.txt");
    browser.click(".undo button");
    browser.until("!document.querySelector('.undo')");
    browser.open(page() + "photos/2026/");
    assertThat(names()).containsExactly("b.txt", "ünï.txt");

    browser.open(page());
    String address =
        browser.run("return document.querySelector('a[href=\"?t=zip\"]').href").asText();
    assertThat(entries(address)).contains("directory/photos/2026/b.txt");
  }

  private List<String> entries(String address) throws IOException {
    byte[] archive = send("GET", address.substring(site.length() - 1), new byte[0]).body();
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void mediaPlayFromTheMiddleAndTextsShowTheirBeginning() throws IOException {
    put("film.mp4", wave(60));
    put("notes.txt", "first line\n<b>second</b>\n".getBytes(StandardCharsets.UTF_8));
    browser.open(page());
    browser.click(".tools > button.previews");
    browser.until("document.querySelector('pre.preview')?.textContent.includes('second')");
    assertThat(browser.run("return document.querySelector('pre.preview').innerHTML").asText())
        .contains("&lt;b&gt;");
    JsonNode reached =
        browser.await(
            """
            const done = arguments[arguments.length - 1];
            const video = document.querySelector("video.preview");
            video.onerror = () => done(video.error.message);
            video.onseeked = () => done([video.currentTime, video.duration]);
            video.onloadedmetadata = () => (video.currentTime = 50);
            video.load();
            """);
    assertThat(reached.path(0).asInt()).as("%s", reached).isEqualTo(50);
    assertThat(reached.path(1).asInt()).isEqualTo(60);
  }

  /** Seconds of silence; browsers look at what a file is, not at how it is called. */
  private static byte[] wave(int seconds) {
    int rate = 22_050;
    int size = seconds * rate * 2;
    ByteBuffer wave = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + size);
    wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    wave.putShort((short) 1).putInt(rate).putInt(2 * rate).putShort((short) 2);
    wave.putShort((short) 16).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
    return wave.array();
  }

  /** The viewer of the browser learns the contents, and neither where they are from nor more. */
  @Test
  void aPdfIsShownUnderAnAddressThatSaysNothing() throws IOException {
    byte[] paper =
        """
        %%PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(%s)>>>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
        trailer<</Root 1 0 R>>
        """
            .formatted("this.submitForm\\('http://127.0.0.1:1/'\\); " + ATTACK)
            .getBytes(StandardCharsets.UTF_8);
    put("paper.pdf", paper);
    put("page.pdf", "<script>%s</script>".formatted(ATTACK).getBytes(StandardCharsets.UTF_8));
    // Without a word of ours the contents themselves are not shown in a frame.
    assertThat(node.http().send("GET", target("paper.pdf"), Map.of(), new byte[0]))
        .satisfies(
            answer -> assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox"));
    browser.open(page());
    assumeTrue(browser.run("return navigator.pdfViewerEnabled").asBoolean(), "no viewer of PDF");
    browser.click(".tools > button.previews");
    String frames = "[...document.querySelectorAll('iframe.preview')]";
    browser.until(frames + ".filter((one) => one.src.startsWith('blob:')).length === 2");
    assertThat(browser.run("return " + frames + ".map((one) => one.src).join()").asText())
        .doesNotContain("URI", "pdf");
    requireNothingRan("PDF");
    browser.run(
        """
        window.forgotten = [];
        const revoke = URL.revokeObjectURL;
        URL.revokeObjectURL = (address) => { forgotten.push(address); revoke.call(URL, address); };
        window.shown = %s.map((one) => one.src.split('#')[0]).sort().join();
        """
            .formatted(frames));
    browser.click(".tools > button.previews");
    browser.until(frames + ".length === 0");
    assertThat(browser.run("return forgotten.sort().join() === shown").asBoolean()).isTrue();
  }

  private String target(String name) {
    return "/uri/" + encoded(directory) + "/" + encoded(name);
  }

  @Test
  void whatAServerHadIsMadeAgainWhileSomebodyLooks() throws IOException {
    put("a.bin", new byte[100_000]);
    node.servers().servers().getFirst().crash();
    browser.open(page());
    browser.click("tr[data-name='a.bin'] .actions a");
    browser.until("document.querySelector('.health h2')?.textContent === 'Not Healthy'");
    browser.click("input[name=verify]");
    browser.click("input[name=repair]");
    browser.click("button[formaction]");
    browser.until("location.href.includes('/operations/')");
    browser.untilText(".lead", "Finished.");
    assertThat(browser.text("main")).contains("Repair successful", "Now: Healthy");
    browser.click("main a[href*='t=info']");
    browser.until("document.querySelector('.health h2')?.textContent === 'Healthy'");
  }

  /** Its page has no forms at first, for programs go by that. */
  @Test
  void whatCannotBeChangedIsTakenAwayInPart() throws IOException {
    put("a.txt", "alpha".getBytes(StandardCharsets.UTF_8));
    put("b.txt", "beta".getBytes(StandardCharsets.UTF_8));
    String readOnly =
        send("GET", "/uri/" + encoded(directory) + "?t=readonly-uri", new byte[0]).text();
    browser.open(site + "uri/" + encoded(readOnly) + "/");
    browser.type(".tools input[type=search]", "B");
    assertThat(
            browser
                .run(
                    "return [...document.querySelectorAll('tr[data-name]')]"
                        + ".filter((row) => !row.hidden).map((row) => row.dataset.name).join()")
                .asText())
        .isEqualTo("b.txt");
    browser.click("thead input[type=checkbox]");
    JsonNode chosen =
        browser.run(
            "const form = document.querySelector('#chosen');"
                + "return [form.method, new URLSearchParams(new FormData(form)).toString()]");
    assertThat(chosen.path(0).asText()).isEqualTo("post");
    assertThat(chosen.path(1).asText()).isEqualTo("t=zip&name=b.txt");
  }

  @Test
  void whatIsSharedIsACodeThatOpensWhatItSays() throws IOException {
    put("a.txt", new byte[3]);
    browser.open(page());
    assertThat(
            browser
                .run(
                    "return performance.getEntriesByType('resource')"
                        + ".filter((one) => one.name.includes('t=qr')).length")
                .asInt())
        .isZero();
    browser.click(".sharing > summary");
    browser.click(".sharing details summary");
    browser.until("document.querySelector('.sharing details[open] img')?.naturalWidth > 0");
    browser.click(".sharing .card a");
    browser.until("document.querySelector('h1 small')?.textContent === '(read-only)'");
    assertThat(names()).containsExactly("a.txt");
  }

  /** Names, metadata and contents of somebody who means harm. */
  @Test
  void whatOthersWroteDoesNothing() throws IOException {
    byte[] html = "<script>%s</script>".formatted(ATTACK).getBytes(StandardCharsets.UTF_8);
    byte[] svg =
        "<svg xmlns='http://www.w3.org/2000/svg' onload=\"%1$s\"><script>%1$s</script></svg>"
            .formatted(ATTACK)
            .getBytes(StandardCharsets.UTF_8);
    put("<img src=x onerror=\"" + ATTACK + "\">.txt", html);
    put("\"><script>" + ATTACK + "</script>.svg", svg);
    put("javascript:" + ATTACK, html);
    put("'-alert(1)-'.html", html);
    String file = put("page.html", html);
    String picture = put("picture.svg", svg);
    send(
        "POST",
        "/uri/" + directory + "?t=set-children",
        """
        {"meta": ["filenode", {"ro_uri": "%s", "metadata":
          {"ctime": "<script>%2$s</script>", "tahoe": {"linkcrtime": "<script>%2$s</script>"}}}]}
        """
            .formatted(file, ATTACK)
            .getBytes(StandardCharsets.UTF_8));
    browser.open(page());
    browser.click(".tools > button.previews");
    browser.until("document.querySelectorAll('.preview').length >= 1");
    requireNothingRan("previews");
    assertThat(names()).hasSize(7);
    String cap = encoded(directory);
    for (String target :
        List.of(
            "uri/" + cap + "/",
            "uri/" + cap + "/?t=info",
            "uri/" + cap + "/?results=" + encoded("<script>" + ATTACK + "</script>"),
            "uri/" + cap + "/?t=rename-form&name=" + encoded("\"><script>" + ATTACK + "</script>"),
            "uri/" + cap + "/page.html",
            "uri/" + cap + "/page.html?t=info",
            "uri/" + cap + "/" + encoded("'-alert(1)-'.html"),
            "uri/" + cap + "/picture.svg",
            "file/" + encoded(file) + "/@@named=/a.html",
            "file/" + encoded(picture) + "/@@named=/a.svg",
            "uri/" + cap + "/" + encoded("<script>" + ATTACK + "</script>"),
            "uri/" + encoded("<script>" + ATTACK + "</script>"),
            "%3Cscript%3E" + encoded(ATTACK) + "%3C/script%3E")) {
      browser.open(site + target);
      requireNothingRan(target);
    }
  }

  private static void requireNothingRan(String where) throws IOException {
    assertThat(browser.run("return window.attacked ?? 0").asInt()).as(where).isZero();
    assertThat(browser.title()).as(where).isNotEqualTo("attacked");
  }

  /** Nothing that axe-core calls serious or critical. */
  @Test
  void whoCannotSeeFindsTheirWayOnEveryPage() throws IOException {
    String axe;
    try (InputStream in = getClass().getResourceAsStream("/axe.min.js")) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String file = put("a.txt", new byte[1000]);
    String cap = encoded(directory);
    List<String> found = new ArrayList<>();
    for (String target :
        List.of(
            "",
            "uri/" + cap + "/",
            "uri/" + cap + "/?t=rename-form&name=a.txt",
            "uri/" + cap + "/?t=recovery-sheet",
            "uri/" + cap + "/?t=info",
            "uri/" + encoded(file) + "?t=info",
            "status",
            "statistics",
            "storage",
            "helper_status",
            "recovery-sheet")) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.dark(dark);
        browser.open(site + target);
        browser.run(axe + "; return 0");
        JsonNode violations =
            browser.await(
                """
                const done = arguments[arguments.length - 1];
                axe.run().then((found) => done(found.violations
                  .filter((one) => ["serious", "critical"].includes(one.impact))
                  .map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" | "))));
                """);
        violations.forEach(
            one ->
                found.add("%s (%s): %s".formatted(target, dark ? "dark" : "light", one.asText())));
      }
    }
    assertThat(found).isEmpty();
  }
}
