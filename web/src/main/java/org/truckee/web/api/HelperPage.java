package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.HelperView;
import org.truckee.web.pages.HelperView.Line;
import org.truckee.web.pages.Pages;

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
    Frame frame = new Frame("Truckee – upload helper", "", SafeHeaders.ofPage(request.http()));
    HelperView view =
        status.helper().map(HelperPage::view).orElse(new HelperView(false, List.of(), List.of()));
    request.respond(200, Html.PAGE_TYPE, Pages.helper(frame, view));
  }

  private static HelperView view(HelperStatistics helper) {
    return new HelperView(
        true,
        List.of(
            line("Active uploads", helper.active()),
            new Line("Incoming", files(helper.incoming())),
            new Line("Encoding", files(helper.encoding()))),
        List.of(
            line("Bytes fetched", helper.fetchedBytes()),
            line("Bytes encoded", helper.encodedBytes()),
            line("Requests", helper.requests()),
            line("Already present", helper.alreadyPresent()),
            line("Need upload", helper.needUpload()),
            line("Gone on with", helper.resumes())));
  }

  private static Line line(String name, long value) {
    return new Line(name, Long.toString(value));
  }

  private static String files(HelperStatistics.Files files) {
    return "%d bytes in %d files".formatted(files.bytes(), files.count());
  }
}
