package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.truckee.capability.Capability;
import org.truckee.capability.UnknownCapability;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;

/** {@code /uri} itself: uploads, and the redirect to a capability ({@code spec/08 §7}). */
final class UploadResource implements Resource {
  private static final String CAP_TYPE = "text/html";

  private final Grid grid;

  UploadResource(Grid grid) {
    this.grid = grid;
  }

  @Override
  public void answer(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    switch (exchange.method()) {
      case "GET", "HEAD" -> redirect(exchange);
      case "PUT" -> put(exchange);
      case "POST" -> post(exchange);
      case String other -> throw WebException.method(other, "GET, HEAD, POST, PUT");
    }
  }

  private void redirect(Exchange exchange) throws WebException, IOException {
    String cap =
        exchange
            .arguments()
            .text("uri")
            .orElseThrow(() -> WebException.text(400, "GET /uri requires uri="))
            .strip();
    if (Capability.parse(cap) instanceof UnknownCapability) {
      throw WebException.text(400, "Invalid capability");
    }
    String target =
        "/%s/%s%s"
            .formatted(
                exchange.path().first(),
                Escapes.percent(cap),
                exchange.arguments().queryWithout("uri"));
    Redirects.foundHere(exchange, target);
  }

  private void put(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    String operation = exchange.arguments().operation();
    if (!operation.isEmpty()) {
      throw unknownOperation(operation);
    }
    requireImmutable(exchange);
    String cap = grid.upload(exchange.body(), UploadOptions.DEFAULT).cap().text();
    exchange.respond(200, CAP_TYPE, cap);
  }

  private void post(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    if (!Form.isForm(exchange)) {
      String operation = exchange.arguments().operation();
      throw operation.isEmpty() || operation.equals("upload")
          ? WebException.text(400, "an upload by POST needs a multipart form with a field 'file'")
          : unknownOperation(operation);
    }
    try (Form form = Form.read(exchange, contents -> grid.spool(contents, UploadOptions.DEFAULT))) {
      exchange.arguments(exchange.arguments().withForm(form.fields()));
      String operation = exchange.arguments().operation();
      if (!operation.isEmpty() && !operation.equals("upload")) {
        throw unknownOperation(operation);
      }
      requireImmutable(exchange);
      Source file =
          form.file().orElseThrow(() -> WebException.text(400, "the form has no field 'file'"));
      UploadResult result = grid.upload(file);
      Optional<String> next =
          exchange.arguments().text("when_done").filter(target -> !target.isEmpty());
      if (next.isPresent()) {
        Redirects.foundAsAsked(
            exchange, next.get().replace("%(uri)s", Escapes.percent(result.cap().text())));
      } else {
        exchange.respond(200, Html.PAGE_TYPE, resultPage(exchange, result));
      }
    }
  }

  private static void requireImmutable(Exchange exchange) throws WebException {
    if (!exchange.arguments().fileFormat().equals("CHK")) {
      throw WebException.text(501, "Truckee does not make mutable files yet");
    }
  }

  private static WebException unknownOperation(String operation) {
    return operation.startsWith("mkdir")
        ? WebException.text(501, "Truckee does not make directories yet")
        : WebException.text(
            400, "/uri accepts only PUT, PUT?t=mkdir, POST?t=upload, and POST?t=mkdir");
  }

  private static String resultPage(Exchange exchange, UploadResult result) {
    String cap = result.cap().text();
    String places =
        result.sharemap().entrySet().stream()
            .map(
                entry ->
                    "<tr><td>%s</td><td>%s</td></tr>"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().stream()
                                .map(server -> Escapes.html(server.shortName()))
                                .sorted()
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining("\n"));
    return Html.page(
        "Uploaded",
        Html.root(exchange.path()),
        """
        <h1>Uploaded</h1>
        <p>This capability is the only name of the file, and whoever knows it can read the file:</p>
        <p class="cap"><code>%s</code></p>
        <p><a class="button" href="/uri/%s">Download</a> <a href="/">Back</a></p>
        <p>%d bytes · %d shares pushed · %d shares were there before</p>
        %s
        """
            .formatted(
                Escapes.html(cap),
                Escapes.percent(cap),
                result.size(),
                result.pushedShares(),
                result.preexistingShares(),
                places.isEmpty()
                    ? ""
                    : "<table><thead><tr><th>Share</th><th>Server</th></tr></thead><tbody>%s"
                            .formatted(places)
                        + "</tbody></table>"));
  }
}
