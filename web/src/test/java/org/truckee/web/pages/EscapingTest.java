package org.truckee.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Texts that try to script, in every place of every page where a text of somebody else may be. */
class EscapingTest {
  private static final String EVIL =
      "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&{x}";
  private static final Frame FRAME = new Frame(EVIL, "../", "nonce");

  /** A tag, with the values of its attributes in double quotes as the templates write them. */
  private static final Pattern TAG = Pattern.compile("<[a-zA-Z/!](?:[^<>\"]|\"[^\"]*\")*>");

  private static void requireInert(String html) {
    assertThat(html).contains("alert(1)").doesNotContain("<script>alert", "<img src=x");
    List<String> tags = TAG.matcher(html).results().map(MatchResult::group).toList();
    assertThat(tags).hasSizeGreaterThan(10);
    for (String tag : tags) {
      assertThat(tag.replaceAll("\"[^\"]*\"", "")).doesNotContain("onerror", "alert", "'");
    }
    // Nothing is left that begins like a tag and is none.
    assertThat(TAG.matcher(html).replaceAll("")).doesNotContain("<");
  }

  private static Fact fact() {
    return new Fact(EVIL, EVIL);
  }

  private static Table table() {
    return new Table(
        EVIL,
        List.of(EVIL, EVIL, EVIL),
        List.of(
            new Table.Row(
                EVIL,
                List.of(Table.Cell.of(EVIL), Table.Cell.link(EVIL, EVIL), Table.Cell.code(EVIL)))));
  }

  private static ShareHealth health() {
    return new ShareHealth(
        GridHealth.State.BAD,
        EVIL,
        EVIL,
        EVIL,
        EVIL,
        EVIL,
        List.of(fact()),
        SharePicture.of(
            List.of(
                new SharePicture.Holder(
                    EVIL, true, List.of(new SharePicture.Share(0, SharePicture.State.CORRUPT)))),
            1,
            Set.of()),
        List.of(new ShareHealth.Version(EVIL, true, true, 1, 1)),
        List.of(new ShareHealth.Holder(EVIL, EVIL, EVIL)),
        List.of(new Notes(EVIL, List.of(EVIL))));
  }

  private static CheckView check() {
    return new CheckView(
        EVIL, Optional.of(health()), Optional.of(health()), List.of(EVIL), EVIL, EVIL);
  }

  @Test
  void theInfoOfAThing() {
    requireInert(
        Pages.info(
            FRAME,
            new InfoView(
                EVIL,
                List.of(fact()),
                List.of(new InfoView.Cap(EVIL, EVIL, EVIL)),
                EVIL,
                EVIL,
                EVIL,
                Optional.of(health()),
                EVIL,
                new InfoView.Leases(true, List.of(EVIL)),
                EVIL,
                EVIL,
                Optional.of(new InfoView.Deep(EVIL, EVIL, EVIL, EVIL)))));
  }

  @Test
  void theResultsOfACheck() {
    requireInert(Pages.check(FRAME, check()));
  }

  @Test
  void anOperationInTheBackground() {
    StringWriter html = new StringWriter();
    Pages.operation(
        html,
        FRAME,
        new OperationView(
            EVIL,
            false,
            EVIL,
            Optional.of(0.5),
            EVIL,
            EVIL,
            List.of(fact()),
            Optional.of(check()),
            List.of(new Notes(EVIL, List.of(EVIL)), new Notes(EVIL, List.of(EVIL), true)),
            List.of(table()),
            EVIL));
    requireInert(html.toString());
  }

  @Test
  void whatIsGoingOn() {
    StatusView.Row row = new StatusView.Row(EVIL, EVIL, EVIL, EVIL, 5, EVIL, EVIL, EVIL);
    requireInert(
        Pages.status(
            FRAME,
            new StatusView(
                List.of(row),
                List.of(row),
                List.of(row),
                List.of(new StatusView.Deep(EVIL, EVIL, EVIL, EVIL)))));
  }

  @Test
  void oneTransfer() {
    requireInert(
        Pages.transfer(
            FRAME,
            new TransferView(
                EVIL,
                EVIL,
                true,
                5,
                EVIL,
                EVIL,
                List.of(fact()),
                Optional.of(
                    Timeline.of(
                        1,
                        List.of(
                            new Timeline.Track(
                                EVIL, EVIL, List.of(new Timeline.Span(0, 1, EVIL, EVIL)))))),
                List.of(new TransferView.ServerWork(EVIL, EVIL, 5, EVIL)),
                List.of(table()),
                EVIL)));
  }

  @Test
  void aDirectory() {
    FolderView.Child child =
        new FolderView.Child(
            EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, Optional.of(1L), EVIL, EVIL, EVIL, 1, EVIL, "");
    FolderView.Listing listing =
        new FolderView.Listing(
            2,
            1,
            1,
            1,
            false,
            Optional.of(EVIL),
            List.of(new FolderView.Column(EVIL, EVIL, EVIL)),
            List.of(new FolderView.Turn(EVIL, EVIL)),
            List.of(child));
    StringWriter page = new StringWriter();
    Pages.directory(
        page,
        FRAME,
        new FolderView(
            EVIL,
            EVIL,
            List.of(new FolderView.Crumb(EVIL, EVIL)),
            EVIL,
            true,
            listing,
            List.of(new FolderView.Share(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)),
            "",
            EVIL));
    requireInert(page.toString());
  }

  @Test
  void theOthers() {
    requireInert(Pages.statistics(FRAME, new StatisticsView(List.of(fact()), List.of(), EVIL)));
    requireInert(
        Pages.uploaded(FRAME, new UploadedView(EVIL, EVIL, List.of(fact()), List.of(table()))));
    requireInert(
        Pages.rename(
            FRAME, new RenameView(EVIL, EVIL, List.of(new RenameView.Target(EVIL, EVIL)))));
    requireInert(Pages.unlinked(FRAME, new UnlinkedView(EVIL, EVIL, EVIL)));
    requireInert(
        Pages.message(
            FRAME,
            new MessageView(EVIL, List.of(EVIL), List.of(new MessageView.Link(EVIL, EVIL)))));
  }

  @Test
  void aPageOfSomethingThatGoesOnLoadsItselfAgain() {
    MessageView view = new MessageView("heading", List.of());
    assertThat(Pages.message(new Frame("t", "", "n", 5), view))
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    assertThat(Pages.message(new Frame("t", "", "n"), view)).doesNotContain("http-equiv=\"refresh");
  }
}
