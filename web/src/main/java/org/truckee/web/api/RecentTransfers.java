package org.truckee.web.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.OperationStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;
import org.truckee.web.pages.Transfer;

/** The last uploads and downloads, for the first page. */
final class RecentTransfers {
  private static final int MOST = 10;

  private RecentTransfers() {}

  static List<Transfer> of(History history) {
    List<Transfer> transfers = new ArrayList<>();
    history.all().stream()
        .sorted(Comparator.comparing(OperationStatus::started).reversed())
        .forEach(operation -> transfer(operation).ifPresent(transfers::add));
    return List.copyOf(transfers.subList(0, Math.min(MOST, transfers.size())));
  }

  private static Optional<Transfer> transfer(OperationStatus operation) {
    return switch (operation) {
      case UploadStatus upload ->
          Optional.of(transfer("upload", operation, upload.size(), upload.pushed()));
      case DownloadStatus download ->
          Optional.of(transfer("download", operation, download.size(), download.progress()));
      case PublishStatus publish ->
          Optional.of(
              transfer("change of a mutable file", operation, publish.size(), publish.progress()));
      case RetrieveStatus retrieve ->
          Optional.of(
              transfer(
                  "download of a mutable file", operation, retrieve.size(), retrieve.progress()));
      case CheckStatus _, MapUpdateStatus _ -> Optional.empty();
    };
  }

  private static Transfer transfer(
      String kind, OperationStatus operation, long size, double progress) {
    return new Transfer(
        kind,
        "status/" + StatusPlaces.name(operation),
        Quantities.size(size),
        Quantities.time(operation.started()),
        operation.status(),
        (int) (progress * 100),
        operation.isActive());
  }
}
