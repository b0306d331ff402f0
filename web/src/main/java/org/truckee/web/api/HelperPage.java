package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/** What the upload helper of a node does ({@code spec/08 §18.3, §20.14}). */
final class HelperPage {
  private final NodeStatus status;

  HelperPage(NodeStatus status) {
    this.status = status;
  }

  void json(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    status.helper().ifPresent(helper -> helper.all().forEach(root::put));
    request.respond(200, "text/plain", Json.text(root));
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    Optional<HelperStatistics> helper = status.helper();
    request.respond(
        200,
        Html.PAGE_TYPE,
        Html.page(
            "Truckee – upload helper",
            "",
            helper.map(HelperPage::body).orElse("<header><h1>No helper is running</h1></header>")
                + "\n<p><a href=\"./\">Welcome page</a></p>"));
  }

  private static String body(HelperStatistics helper) {
    return """
    <header>
    <h1>Helper Status</h1>
    <p class="lead">This node makes and spreads the shares of files for others.</p>
    </header>
    <section>
    <h2>Now</h2>
    <ul>
    <li>Active uploads: %d</li>
    <li>Incoming: %s</li>
    <li>Encoding: %s</li>
    </ul>
    <h2>Since its start</h2>
    <ul>
    <li>Bytes fetched: %d</li>
    <li>Bytes encoded: %d</li>
    <li>Requests: %d</li>
    <li>Already present: %d</li>
    <li>Need upload: %d</li>
    <li>Gone on with: %d</li>
    </ul>
    </section>
    """
        .formatted(
            helper.active(),
            files(helper.incoming()),
            files(helper.encoding()),
            helper.fetchedBytes(),
            helper.encodedBytes(),
            helper.requests(),
            helper.alreadyPresent(),
            helper.needUpload(),
            helper.resumes());
  }

  private static String files(HelperStatistics.Files files) {
    return "%d bytes in %d files".formatted(files.bytes(), files.count());
  }
}
