package org.truckee.web.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.truckee.grid.UploadResult;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.Table;
import org.truckee.web.pages.Table.Cell;
import org.truckee.web.pages.Timeline;

/** What an upload has done: where the shares are, and how long it took ({@code spec/08 §20.10}). */
record UploadReport(UploadResult result, ServerNames names) {
  /** Numbers and times. */
  List<Fact> facts() {
    UploadResult.Timings timings = result.timings();
    return List.of(
        new Fact("Shares pushed", Integer.toString(result.pushedShares())),
        new Fact("Shares already present", Integer.toString(result.preexistingShares())),
        new Fact("Total", withRate(timings.total())),
        new Fact("Storage index", Quantities.duration(timings.storageIndex())),
        new Fact("Peer selection", Quantities.duration(timings.peerSelection())),
        new Fact("Encode and push", withRate(timings.totalEncodeAndPush())),
        new Fact("Encoding, all cores together", Quantities.duration(timings.cumulativeEncoding())),
        new Fact("Pushing, all shares together", Quantities.duration(timings.cumulativeSending())),
        new Fact("Hashes and close", Quantities.duration(timings.hashesAndClose())));
  }

  private String withRate(Duration time) {
    return Quantities.duration(time) + StatusPages.rate(result.size(), time);
  }

  /** The parts of the work, one after the other. */
  Timeline timeline() {
    UploadResult.Timings timings = result.timings();
    double key = seconds(timings.storageIndex());
    double selected = key + seconds(timings.peerSelection());
    double pushed = selected + seconds(timings.totalEncodeAndPush());
    double closing = pushed - seconds(timings.hashesAndClose());
    List<Timeline.Track> tracks = new ArrayList<>();
    tracks.add(StatusPages.track("Hashing for the key", 0, key, timings.storageIndex()));
    tracks.add(StatusPages.track("Finding servers", key, selected, timings.peerSelection()));
    tracks.add(
        StatusPages.track("Encoding and pushing", selected, pushed, timings.totalEncodeAndPush()));
    tracks.add(
        StatusPages.track(
            "Hashes and closing", Math.max(selected, closing), pushed, timings.hashesAndClose()));
    return Timeline.of(Math.max(pushed, seconds(timings.total())), tracks);
  }

  private static double seconds(Duration time) {
    return StatusPages.seconds(time);
  }

  /** How long each server was waited for; of nobody if the file was sent by a helper. */
  ServerPace pace() {
    ServerPace pace = new ServerPace(names);
    result.sending().forEach((server, time) -> pace.note(server, time, 0, false));
    return pace;
  }

  /** Which servers have which shares, and which shares each has; none of a literal file. */
  List<Table> tables() {
    if (result.sharemap().isEmpty()) {
      return List.of();
    }
    return List.of(
        StatusPages.sharemap(result.sharemap(), names),
        new Table(
            "Servermap",
            List.of("Server", "Shares"),
            result.servermap().entrySet().stream()
                .map(
                    each ->
                        new Table.Row(
                            DownloadTimeline.color(each.getKey()),
                            List.of(
                                Cell.of(names.full(each.getKey())),
                                Cell.of(
                                    each.getValue().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", "))))))
                .toList()));
  }
}
