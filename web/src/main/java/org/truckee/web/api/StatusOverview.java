package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.OperationStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.StatusView;

/** {@code /status}: what goes on, and what has lately ended ({@code spec/08 §17.2, §20.9}). */
final class StatusOverview {
  /** After how many seconds the page without scripts loads itself again while something goes on. */
  private static final int REFRESH = 10;

  private final History history;
  private final BackgroundOperations operations;

  StatusOverview(History history, BackgroundOperations operations) {
    this.history = history;
    this.operations = operations;
  }

  /** As programs know it; with checks of immutable files if they are asked for, which are ours. */
  void json(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    boolean checks = request.arguments().flag("checks");
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode active = root.putArray("active");
    ArrayNode recent = root.putArray("recent");
    for (OperationStatus status : history.all()) {
      if (status instanceof CheckStatus && !checks) {
        continue;
      }
      (status.isActive() ? active : recent).add(describe(status));
    }
    request.respond(200, "application/json", Json.text(root));
  }

  /** What runs in the background; our own: programs take nothing else into {@code t=json}. */
  void background(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode list = root.putArray("operations");
    for (BackgroundOperations.Running each : operations.all()) {
      list.addObject()
          .put("type", each.title())
          .put("storage-index-string", each.index().map(Object::toString).orElse(null))
          .put("age", each.age().toSeconds())
          .put("finished", each.finished())
          .put("status", each.status());
    }
    request.respond(200, "application/json", Json.text(root));
  }

  private static ObjectNode describe(OperationStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(
        "storage-index-string", status.storageIndex().map(StorageIndex::toString).orElse(null));
    json.put("status", status.status());
    switch (status) {
      case UploadStatus upload ->
          json.put("type", "upload")
              .put("total-size", upload.size())
              .put("progress-hash", upload.hashed())
              .put("progress-ciphertext", upload.enciphered())
              .put("progress-encode-push", upload.pushed());
      case DownloadStatus download ->
          json.put("type", "download")
              .put("total-size", download.size())
              .put("progress", download.progress());
      // The name that programs know for what they do not know.
      case CheckStatus check ->
          json.put("type", "unknown")
              .put("total-size", check.size())
              .put("operation", check.verifies() ? "verify" : "check")
              .put("progress", check.progress());
      case MapUpdateStatus update ->
          json.put("type", "mapupdate").put("total-size", "-NA-").put("mode", mode(update));
      case PublishStatus publish -> json.put("type", "publish").put("total-size", publish.size());
      case RetrieveStatus retrieve ->
          json.put("type", "retrieve").put("total-size", retrieve.size());
    }
    return json;
  }

  private static String mode(MapUpdateStatus update) {
    return "MODE_" + update.mode();
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    List<OperationStatus> all = history.all();
    List<StatusView.Row> active = rows(all.stream().filter(OperationStatus::isActive));
    List<BackgroundOperations.Running> background = operations.all();
    StatusView view =
        new StatusView(
            active,
            rows(all.stream().filter(status -> !status.isActive() && !isQuestion(status))),
            rows(all.stream().filter(status -> !status.isActive() && isQuestion(status))),
            background.stream().map(StatusOverview::deep).toList());
    boolean goesOn = !active.isEmpty() || background.stream().anyMatch(each -> !each.finished());
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.status(Frames.of("Operations", request, goesOn ? REFRESH : 0), view));
  }

  private static List<StatusView.Row> rows(Stream<OperationStatus> operations) {
    return operations.map(StatusOverview::row).toList();
  }

  private static boolean isQuestion(OperationStatus status) {
    return status instanceof MapUpdateStatus || status instanceof CheckStatus;
  }

  private static StatusView.Row row(OperationStatus status) {
    return new StatusView.Row(
        Quantities.time(status.started()),
        type(status),
        status.storageIndex().map(StorageIndex::toString).orElse("(None)"),
        size(status),
        StatusPages.percent(part(status)),
        progress(status),
        status.status(),
        StatusPlaces.name(status));
  }

  private static StatusView.Deep deep(BackgroundOperations.Running each) {
    return new StatusView.Deep(
        each.title(),
        each.index().map(StorageIndex::toString).orElse("(None)"),
        Quantities.age(each.age()) + " ago",
        each.status());
  }

  /** How far it is, from 0 to 1. */
  private static double part(OperationStatus status) {
    return switch (status) {
      case UploadStatus upload -> upload.pushed();
      case DownloadStatus download -> download.progress();
      case CheckStatus check -> check.progress();
      case MapUpdateStatus update -> update.progress();
      case PublishStatus publish -> publish.progress();
      case RetrieveStatus retrieve -> retrieve.progress();
    };
  }

  private static String type(OperationStatus status) {
    return switch (status) {
      case UploadStatus _ -> "upload";
      case DownloadStatus _ -> "download";
      case CheckStatus check -> check.verifies() ? "verify" : "check";
      case MapUpdateStatus update -> "mapupdate " + mode(update);
      case PublishStatus _ -> "publish";
      case RetrieveStatus _ -> "retrieve";
    };
  }

  private static String size(OperationStatus status) {
    return switch (status) {
      case UploadStatus upload -> Long.toString(upload.size());
      case DownloadStatus download -> Long.toString(download.size());
      case CheckStatus check -> Long.toString(check.size());
      case MapUpdateStatus _ -> "-NA-";
      case PublishStatus publish -> Long.toString(publish.size());
      case RetrieveStatus retrieve -> Long.toString(retrieve.size());
    };
  }

  private static String progress(OperationStatus status) {
    return switch (status) {
      case UploadStatus upload ->
          "hash: %s, ciphertext: %s, encode: %s"
              .formatted(
                  Quantities.percent(upload.hashed()),
                  Quantities.percent(upload.enciphered()),
                  Quantities.percent(upload.pushed()));
      case OperationStatus other -> Quantities.percent(part(other));
    };
  }
}
