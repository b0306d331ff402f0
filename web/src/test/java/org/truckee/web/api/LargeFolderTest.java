package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Directories of which a page shows a part: all can be reached, found and ordered. */
@Timeout(120)
class LargeFolderTest {
  private static final int ENTRIES = 2 * FolderPart.MOST + 5;
  private static final Pattern ROW = Pattern.compile("<tr data-name=\"([^\"]*)\"");
  private static final Pattern TURN =
      Pattern.compile("<a class=\"button quiet\" href=\"([^\"]*)\">([A-Za-z]*)</a>");

  private TestNode node;
  private String folder;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
    String children =
        IntStream.range(0, ENTRIES)
            .mapToObj(LargeFolderTest::child)
            .collect(Collectors.joining(", ", "{", "}"));
    RawHttp.Answer made =
        node.http()
            .send(
                "POST",
                "/uri?t=mkdir-with-children",
                Map.of(),
                children.getBytes(StandardCharsets.UTF_8));
    assertThat(made.status()).as("%s", made).isEqualTo(200);
    folder = "/uri/" + made.text() + "/";
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** The later in the order of names, the smaller, and the longer ago. */
  private static String child(int i) {
    return """
    "%s": ["filenode", {"ro_uri": "URI:CHK:%s:%s:3:10:%d", "metadata": {"mtime": %d}}]\
    """
        .formatted(name(i), "a".repeat(26), "a".repeat(52), 1_000_000 - i, 1_000_000_000 - i);
  }

  private static String name(int i) {
    return "%s-%04d".formatted(i % 500 == 7 ? "Seven" : "file", i);
  }

  private String page(String query) throws IOException {
    RawHttp.Answer answer = node.http().send("GET", folder + query, Map.of(), new byte[0]);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.text();
  }

  private static List<String> names(String page) {
    return ROW.matcher(page).results().map(row -> row.group(1)).toList();
  }

  private static Map<String, String> turns(String page) {
    return TURN.matcher(page)
        .results()
        .collect(
            Collectors.toMap(
                turn -> turn.group(2),
                turn -> turn.group(1).replace("&amp;", "&"),
                (one, same) -> one));
  }

  @Test
  void everyEntryIsOnOnePageAndEachLeadsToTheNext() throws IOException {
    String page = page("");
    assertThat(page).contains("%d entries. Shown are 1 to 1000.".formatted(ENTRIES));
    assertThat(turns(page)).containsOnlyKeys("Next", "Last");
    List<String> all = new ArrayList<>(names(page));
    while (turns(page).containsKey("Next")) {
      page = page(turns(page).get("Next"));
      all.addAll(names(page));
    }
    assertThat(page).contains("Shown are 2001 to 2005.");
    assertThat(turns(page)).containsOnlyKeys("First", "Previous");
    assertThat(all)
        .containsExactlyElementsOf(
            IntStream.range(0, ENTRIES).mapToObj(LargeFolderTest::name).sorted().toList());
    assertThat(names(page("?page=9999999"))).isEqualTo(names(page));
  }

  @Test
  void orderIsThatOfAllAndNotOfThePage() throws IOException {
    String last = name(ENTRIES - 1);
    assertThat(names(page("?sort=size")).getFirst()).isEqualTo(last);
    assertThat(names(page("?sort=changed&order=up")).getFirst()).isEqualTo(last);
    String down = page("?sort=size&order=down");
    assertThat(names(down).getFirst()).isEqualTo(name(0));
    assertThat(down)
        .contains("aria-sort=\"descending\"><a class=\"sort\" href=\"?sort=size&amp;order=up\"");
    assertThat(turns(down)).containsEntry("Next", "?sort=size&order=down&page=2");
    assertThat(names(page(turns(down).get("Last"))).getLast()).isEqualTo(last);
  }

  @Test
  void namesAreFoundInAllOfIt() throws IOException {
    String page = page("?find=sEVEN");
    assertThat(names(page)).containsExactly("Seven-0007", "Seven-0507", "Seven-1007", "Seven-1507");
    assertThat(page).contains("4 of 2005 entries.", "value=\"sEVEN\"");
    assertThat(names(page("?find=nothing+of+the+kind"))).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    for (String query : List.of("?sort=colour", "?order=sideways", "?page=two", "?page=-1")) {
      RawHttp.Answer answer = node.http().send("GET", folder + query, Map.of(), new byte[0]);
      assertThat(answer.status()).as(query).isEqualTo(400);
    }
  }
}
