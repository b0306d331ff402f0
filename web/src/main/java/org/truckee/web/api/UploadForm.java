package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.FileFormat;
import org.truckee.grid.Source;
import org.truckee.grid.UploadResult;
import org.truckee.http.PercentEncoding;

/** {@code POST /uri?t=upload}: the file in a form is uploaded ({@code spec/08 §7.3}). */
final class UploadForm implements Operation<Kind.Site> {
  private final NewFiles files;

  UploadForm(NewFiles files) {
    this.files = files;
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

  private static String resultPage(WebRequest request, UploadResult result) {
    String cap = result.cap().text();
    return Html.page(
        "Uploaded",
        Html.root(request.path()),
        """
        <h1>Uploaded</h1>
        <p>This capability is the only name of the file, and whoever knows it can read the file:</p>
        <p class="cap"><code>%s</code></p>
        <p><a class="button" href="/uri/%s">Download</a> <a href="/">Back</a></p>
        <p>%d bytes</p>
        %s
        """
            .formatted(
                Escapes.html(cap),
                PercentEncoding.encode(cap),
                result.size(),
                StatusPages.results(result)));
  }
}
