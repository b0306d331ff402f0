package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a browser that runs no scripts: everything can be done all the same. */
@Timeout(120)
class PagesWithoutScriptsTest {
  @TempDir private Path folder;

  @Test
  void aDirectoryIsMadeFilledLookedAtAndEmptied() throws IOException {
    assumeTrue(Browser.isThere(), "Chromium and its driver are not installed here");
    String text = "alpha ".repeat(20) + "omega";
    Path file = Files.writeString(folder.resolve("a.txt"), text);
    try (TestNode node = new TestNode();
        Browser browser = Browser.start(false)) {
      String site = "http://127.0.0.1:%d/".formatted(node.http().port());
      browser.open(site);
      browser.click("form:has(input[value=mkdir]) button");
      String directory = browser.address();
      assertThat(directory).contains("URI%3ADIR2");

      browser.type("input[type=file]", file.toString());
      browser.click("form[data-upload] button");
      assertThat(browser.text("tr[data-name='a.txt'] .name a")).isEqualTo("a.txt");

      browser.click("tr[data-name='a.txt'] button[form=rename]");
      browser.clear("input[name=to_name]");
      browser.type("input[name=to_name]", "b.txt");
      browser.click("button[type=submit]");
      browser.open(directory);
      browser.click("tr[data-name='b.txt'] .name a");
      assertThat(browser.text("body")).isEqualTo(text);

      browser.open(directory);
      browser.click(".sharing > summary");
      assertThat(browser.text(".sharing .card h2")).isEqualTo("To read");
      browser.click(".sharing .card p:last-child a");
      assertThat(browser.text("h1")).isEqualTo("Recovery sheet of a directory");

      browser.open(directory);
      RawHttp.Answer archive =
          node.http().send("GET", target(directory, site) + "?t=zip", Map.of(), new byte[0]);
      assertThat(archive.header("Content-Type")).isEqualTo("application/zip");
      browser.click("tr[data-name='b.txt'] button[form=unlink]");
      assertThat(browser.text("h1")).isEqualTo("Unlinked");
      browser.click("main form button");
      assertThat(browser.text("tr[data-name='b.txt'] .name a")).isEqualTo("b.txt");

      repairAfterALoss(node, browser);
      moveInto("Attic", directory, browser);

      browser.click("tr[data-name='Attic'] .name a");
      browser.click("tr[data-name='b.txt'] button[form=unlink]");
      browser.click("main p a");
      assertThat(browser.text(".folder")).contains("This directory is empty.");

      browser.open(site + "recovery-sheet");
      browser.type("input[name=token]", TestNode.TOKEN);
      browser.clear("input[name=root]");
      browser.type("input[name=root]", capability(directory));
      browser.click("form button");
      assertThat(browser.text(".key")).startsWith("URI:DIR2-RO:");
    }
  }

  /** A server is lost, and the page about a file leads to its repair. */
  private static void repairAfterALoss(TestNode node, Browser browser) throws IOException {
    node.servers().servers().getFirst().crash();
    browser.click("tr[data-name='b.txt'] .actions a");
    assertThat(browser.text(".health h2")).isEqualTo("Not Healthy");
    browser.click("input[name=verify]");
    browser.click("input[name=repair]");
    browser.click("button[formaction]");
    browser.untilText(".lead", "Finished.");
    assertThat(browser.text("main")).contains("Repair successful", "Now: Healthy");
    browser.click("main a[href*='t=info']");
    assertThat(browser.text(".health h2")).isEqualTo("Healthy");
  }

  /** The file is moved to a new directory that is in the one where it is. */
  private static void moveInto(String name, String directory, Browser browser) throws IOException {
    browser.open(directory);
    browser.type("form:has(input[value=mkdir]) input[name=name]", name);
    browser.click("form:has(input[value=mkdir]) button");
    browser.click("tr[data-name='b.txt'] button[form=rename]");
    assertThat(browser.text("option")).isEqualTo(name + "/");
    browser.click("form:has(select) button");
    assertThat(browser.text(".folder")).contains("One entry.");
  }

  private static String target(String address, String site) {
    return address.substring(site.length() - 1);
  }

  private static String capability(String address) {
    String encoded = address.replaceAll(".*/uri/([^/?]*).*", "$1");
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
