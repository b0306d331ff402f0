package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.MessageView;
import org.truckee.web.pages.Pages;

/** {@code /storage}: how the storage server of this node is ({@code spec/08 §18.4}). */
final class StoragePage {
  private final NodeStatus status;
  private final Supplier<Optional<StorageReport>> storage;
  private final boolean alone;

  /**
   * A page.
   *
   * @param storage what it tells; empty if the node has no storage server
   * @param alone whether the site has no other pages
   */
  StoragePage(NodeStatus status, Supplier<Optional<StorageReport>> storage, boolean alone) {
    this.status = status;
    this.storage = storage;
    this.alone = alone;
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    String nonce = SafeHeaders.ofPage(request.http());
    Frame frame = frame("Truckee – storage server", nonce);
    Optional<StorageReport> report = storage.get();
    String page =
        report.isPresent()
            ? Pages.storage(
                frame, new StorageWords(report.get()).view(status.nickname(), status.nodeId()))
            : Pages.message(
                frame,
                new MessageView(
                    "No Storage Server Running",
                    List.of(
                        "This node stores nothing for others: [storage] enabled = true in its"
                            + " tahoe.cfg would make it do so.")));
    request.respond(200, Html.PAGE_TYPE, page);
  }

  private Frame frame(String title, String nonce) {
    return alone ? Frame.alone(title, nonce) : new Frame(title, "", nonce);
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

  /** A line about it for another page. */
  static String inShort(StorageReport report) {
    String room =
        report
            .statistics()
            .disk()
            .map(disk -> ", %s available".formatted(Quantities.space(disk.available())))
            .orElse("");
    return (report.statistics().acceptingImmutableShares() ? "accepts shares" : "is read-only")
        + room;
  }
}
