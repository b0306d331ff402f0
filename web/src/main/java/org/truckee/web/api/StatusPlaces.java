package org.truckee.web.api;

import java.util.Optional;
import java.util.regex.Pattern;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.OperationStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;
import org.truckee.web.api.RouteTable.Place;

/** What is below {@code /status} ({@code spec/08 §17}). */
final class StatusPlaces {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final String EVENTS = "event_json";

  private final History history;

  StatusPlaces(History history) {
    this.history = history;
  }

  /** The place of a path that begins with {@code /status}. */
  Place<?> place(UrlPath path) throws WebException {
    if (path.size() == 1 || path.size() == 2 && path.last().isEmpty()) {
      return new Place<>(Kind.STATUS, Kind.Site.HERE);
    }
    String name = path.pieces().get(1);
    int dash = name.indexOf('-');
    if (dash < 0 || dash != name.lastIndexOf('-')) {
      throw WebException.page(400, "no '-' in '%s'".formatted(Escapes.printable(name)));
    }
    String number = name.substring(dash + 1);
    if (!NUMBER.matcher(number).matches()) {
      throw WebException.page(
          400, "'%s' is no number of an operation".formatted(Escapes.printable(number)));
    }
    boolean events = path.size() == 3 && path.last().equals(EVENTS);
    return find(name.substring(0, dash), Long.parseLong(number), events)
        .filter(found -> path.size() == 2 || events && found.kind() == Kind.DOWNLOAD_EVENTS)
        .orElseThrow(StatusPlaces::nothing);
  }

  private Optional<Place<?>> find(String type, long number, boolean events) {
    return switch (type) {
      case "up" -> history.findUpload(number).map(found -> new Place<>(Kind.UPLOAD, found));
      case "down" ->
          history
              .findDownload(number)
              .map(found -> new Place<>(events ? Kind.DOWNLOAD_EVENTS : Kind.DOWNLOAD, found));
      case "check" -> history.findCheck(number).map(found -> new Place<>(Kind.CHECK, found));
      case "mapupdate" ->
          history.findMapUpdate(number).map(found -> new Place<>(Kind.MAP_UPDATE, found));
      case "publish" -> history.findPublish(number).map(found -> new Place<>(Kind.PUBLISH, found));
      case "retrieve" ->
          history.findRetrieve(number).map(found -> new Place<>(Kind.RETRIEVE, found));
      case String _ -> Optional.empty();
    };
  }

  private static WebException nothing() {
    return WebException.page(
        404, "No Such Resource", "No such operation is known: only the last ones are.");
  }

  /** What addresses call an operation, such as {@code up-3}. */
  static String name(OperationStatus status) {
    String type =
        switch (status) {
          case UploadStatus _ -> "up";
          case DownloadStatus _ -> "down";
          case CheckStatus _ -> "check";
          case MapUpdateStatus _ -> "mapupdate";
          case PublishStatus _ -> "publish";
          case RetrieveStatus _ -> "retrieve";
        };
    return type + "-" + status.number();
  }
}
