package org.truckee.web.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.grid.FileFormat;
import org.truckee.grid.Source;
import org.truckee.grid.UploadResult;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.UploadedView;

/** {@code POST /uri?t=upload}: the file in a form is uploaded ({@code spec/08 §7.3}). */
final class UploadForm implements Operation<Kind.Site> {
  private final NewFiles files;
  private final Supplier<ServerNames> names;

  /**
   * Uploads from forms.
   *
   * @param names what people call servers now
   */
  UploadForm(NewFiles files, Supplier<ServerNames> names) {
    this.files = files;
    this.names = names;
  }

  @Override
  public void perform(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    FileFormat format = NewFiles.format(request);
    Source file = file(request);
    if (format != FileFormat.CHK) {
      request.respond(200, Html.PAGE_TYPE, files.mutable(file, format).text());
      return;
    }
    UploadResult result = files.immutable(file, request);
    Optional<String> next = request.arguments().whenDone();
    if (next.isPresent()) {
      Redirects.foundAsAsked(
          request, next.get().replace("%(uri)s", PercentEncoding.encode(result.cap().text())));
    } else {
      request.respond(200, Html.PAGE_TYPE, resultPage(request, result));
    }
  }

  /** The file of the form, which has to be there. */
  static Source file(WebRequest request) throws WebException {
    return request
        .form()
        .file()
        .orElseThrow(
            () ->
                WebException.text(
                    400, "an upload by POST needs a multipart form with a field 'file'"));
  }

  private String resultPage(WebRequest request, UploadResult result) {
    String cap = result.cap().text();
    UploadReport report = new UploadReport(result, names.get());
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Size", result.size() + " bytes"));
    facts.addAll(report.facts());
    return Pages.uploaded(
        Frames.of("Uploaded", request),
        new UploadedView(cap, "/uri/" + PercentEncoding.encode(cap), facts, report.tables()));
  }
}
