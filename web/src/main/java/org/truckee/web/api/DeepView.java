package org.truckee.web.api;

import java.io.IOException;
import org.truckee.http.PercentEncoding;

/** How the results of one kind of deep operation are shown ({@code spec/08 §15.2}). */
interface DeepView<R> {
  /** Answers with all of them, in the form that the request wants. */
  void show(R results, boolean finished, WebRequest request)
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

  /** Answers with a page; one that is not finished loads itself again. */
  static void page(String title, boolean finished, String body, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String handle = PercentEncoding.encode(request.path().pieces().get(1));
    String root = Html.root(request.path());
    String running =
        finished
            ? "<p>Finished.</p>"
            : """
            <meta http-equiv="refresh" content="60">
            <p>Still running. <a href="%soperations/%s?output=html">Reload</a></p>
            <form action="%soperations/%s?t=cancel" method="post">
            <button type="submit">Cancel</button></form>
            """
                .formatted(root, handle, root, handle);
    request.respond(
        200,
        Html.PAGE_TYPE,
        Html.page(
            title,
            root,
            "<h1>%s</h1>\n%s%s%s"
                .formatted(
                    Escapes.html(title),
                    running,
                    body,
                    CheckNode.back(request.arguments().text("return_to")))));
  }
}
