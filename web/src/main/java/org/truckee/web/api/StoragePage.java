package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.storage.upkeep.StorageReport;

/** {@code /storage}: how the storage server of this node is ({@code spec/08 §18.4}). */
final class StoragePage {
  private final NodeStatus status;
  private final Supplier<Optional<StorageReport>> storage;

  /**
   * A page.
   *
   * @param storage what it tells; empty if the node has no storage server
   */
  StoragePage(NodeStatus status, Supplier<Optional<StorageReport>> storage) {
    this.status = status;
    this.storage = storage;
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    String body =
        storage
            .get()
            .map(report -> new StorageReportHtml(report).text(status.nickname(), status.nodeId()))
            .orElse("<h1>No Storage Server Running</h1>");
    request.respond(200, Html.PAGE_TYPE, Html.page("Truckee – storage server", "", body));
  }

  /**
   * What the page says, for programs.
   *
   * @throws WebException 500 if there is no storage server, as programs know it
   */
  void json(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Optional<StorageReport> report = storage.get();
    if (report.isEmpty()) {
      throw WebException.page(500, "Processing Failed", "This node has no storage server.");
    }
    request.respond(200, "text/plain", report.get().json());
  }
}
