package org.truckee.web.api;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.Notes;
import org.truckee.web.pages.OperationView;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.Table;

/** How the results of one kind of operation in the background are shown ({@code spec/08 §15.2}). */
interface DeepView<R> {
  /** After how many seconds a page loads itself again ({@code spec/08 §20.6}). */
  int REFRESH = 60;

  /** What kind of operation it is, for people. */
  String title();

  /** What was done so far, in a few words. */
  String soFar(R results);

  /** Answers with all of them, in the form that the request wants. */
  void show(R results, DeepState state, WebRequest request)
      throws IOException, WebException, InterruptedException;

  /**
   * Answers with those of one object.
   *
   * @param index its storage index, as the path has it
   */
  default void showObject(R results, String index, WebRequest request)
      throws IOException, WebException, InterruptedException {
    throw WebException.page(404, "this operation has no results of single objects");
  }

  /** For how long the results are kept when somebody has seen them ({@code spec/08 §15.1}). */
  default Duration keptAfterLook() {
    return Duration.ofDays(1);
  }

  /** The address of an operation, from the page that a request asks for. */
  static String place(WebRequest request) {
    return "%soperations/%s"
        .formatted(
            Html.root(request.path()), PercentEncoding.encode(request.path().pieces().get(1)));
  }

  /**
   * Answers with a page; one of an operation that goes on loads itself again.
   *
   * @param index where the shares are of what it begins with
   */
  static void page(
      String title,
      DeepState state,
      String index,
      List<Fact> counters,
      List<Notes> notes,
      List<Table> tables,
      WebRequest request)
      throws IOException, WebException, InterruptedException {
    page(
        new OperationView(
            title,
            !state.goesOn(),
            state.text(),
            Optional.empty(),
            place(request),
            index,
            counters,
            Optional.empty(),
            notes,
            tables,
            CheckNode.back(request.arguments().text("return_to"))),
        REFRESH,
        request);
  }

  /**
   * Answers with a page, which may be large.
   *
   * @param refresh after how many seconds it is loaded again if the operation goes on
   */
  static void page(OperationView view, int refresh, WebRequest request)
      throws IOException, InterruptedException {
    GatheredAnswer answer =
        new GatheredAnswer(request.http(), 200, Html.PAGE_TYPE, request.memory());
    try (Writer text = new OutputStreamWriter(answer, StandardCharsets.UTF_8)) {
      Pages.operation(
          text, Frames.of(view.heading(), request, view.finished() ? 0 : refresh), view);
    }
    answer.finish();
  }
}
