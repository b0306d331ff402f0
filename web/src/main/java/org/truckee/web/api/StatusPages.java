package org.truckee.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ServerId;
import org.truckee.grid.UploadResult;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.OperationStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;

/** {@code /status/TYPE-N} of all but downloads ({@code spec/08 §20.10, §20.12}). */
final class StatusPages {
  private StatusPages() {}

  static void upload(UploadStatus status, WebRequest request)
      throws IOException, InterruptedException {
    SequencedMap<String, String> facts = begin(status);
    facts.put("Hashing", Quantities.percent(status.hashed()));
    facts.put("Ciphertext", Quantities.percent(status.enciphered()));
    facts.put("Encoding and pushing", Quantities.percent(status.pushed()));
    facts.put("Status", Escapes.html(status.status()));
    respond(
        "File Upload Status",
        size(status.size())
            + table(facts)
            + status.result().map(StatusPages::results).orElse(""),
        request);
  }

  /** How large a file is, in the words that programs look for. */
  static String size(long bytes) {
    return "<p>Total Size: %d bytes</p>\n".formatted(bytes);
  }

  /** What an upload has done: where the shares are, and how long it took. */
  static String results(UploadResult result) {
    UploadResult.Timings timings = result.timings();
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("Shares pushed", Integer.toString(result.pushedShares()));
    facts.put("Shares already present", Integer.toString(result.preexistingShares()));
    facts.put("Total", Quantities.duration(timings.total()) + rate(result.size(), timings.total()));
    facts.put("Storage index", Quantities.duration(timings.storageIndex()));
    facts.put("Peer selection", Quantities.duration(timings.peerSelection()));
    facts.put(
        "Encode and push",
        Quantities.duration(timings.totalEncodeAndPush())
            + rate(result.size(), timings.totalEncodeAndPush()));
    facts.put("Encoding, all cores together", Quantities.duration(timings.cumulativeEncoding()));
    facts.put("Pushing, all shares together", Quantities.duration(timings.cumulativeSending()));
    facts.put("Hashes and close", Quantities.duration(timings.hashesAndClose()));
    return "<h2>Results</h2>" + table(facts) + sharemap(result.sharemap()) + servermap(result);
  }

  private static String rate(long bytes, Duration time) {
    String rate = Quantities.rate(bytes, time);
    return rate.isEmpty() ? "" : " (%s)".formatted(rate);
  }

  private static String sharemap(SortedMap<?, ? extends Collection<ServerId>> shares) {
    SequencedMap<String, String> rows = new LinkedHashMap<>();
    shares.forEach((share, servers) -> rows.put(share.toString(), names(servers)));
    return rows.isEmpty() ? "" : "<h2>Sharemap</h2>" + table(rows);
  }

  private static String servermap(UploadResult result) {
    SequencedMap<String, String> rows = new LinkedHashMap<>();
    result
        .servermap()
        .forEach(
            (server, shares) ->
                rows.put(
                    Escapes.html(server.shortName()),
                    shares.stream().map(Object::toString).collect(Collectors.joining(", "))));
    return rows.isEmpty() ? "" : "<h2>Servermap</h2>" + table(rows);
  }

  private static String names(Collection<ServerId> servers) {
    return servers.stream()
        .map(server -> Escapes.html(server.shortName()))
        .collect(Collectors.joining(", "));
  }

  static void mapUpdate(MapUpdateStatus status, WebRequest request)
      throws IOException, InterruptedException {
    SequencedMap<String, String> facts = begin(status);
    facts.put("Mode", "MODE_" + status.mode());
    facts.put(
        "Finished",
        status.total().map(time -> Quantities.time(status.started().plus(time))).orElse("not yet"));
    facts.put("Progress", Quantities.percent(status.progress()));
    facts.put("Status", Escapes.html(status.status()));
    facts.put("Total", Quantities.duration(status.total()));
    SequencedMap<String, String> answers = new LinkedHashMap<>();
    for (Map.Entry<ServerId, MapUpdateStatus.Answer> each : status.answers().entrySet()) {
      MapUpdateStatus.Answer answer = each.getValue();
      answers.put(
          Escapes.html(each.getKey().shortName()),
          Quantities.duration(answer.after())
              + answer.problem().map(why -> ": " + Escapes.html(why)).orElse(""));
    }
    String servers = answers.isEmpty() ? "" : "<h2>Per server</h2>" + table(answers);
    respond("Servermap update", table(facts) + servers, request);
  }

  static void publish(PublishStatus status, WebRequest request)
      throws IOException, InterruptedException {
    SequencedMap<String, String> facts = begin(status);
    facts.put("Size", status.size() + " bytes");
    facts.put("Encoding", "%d of %d".formatted(status.needed(), status.shares()));
    facts.put("Progress", Quantities.percent(status.progress()));
    facts.put("Status", Escapes.html(status.status()));
    facts.put("Total", Quantities.duration(status.total()));
    Map<PublishStatus.Phase, Duration> times = status.times();
    put(facts, "Enciphering and encoding", times.get(PublishStatus.Phase.ENCODING));
    put(facts, "Encoding and pushing, by segments", times.get(PublishStatus.Phase.STREAMING));
    put(facts, "RSA signature", times.get(PublishStatus.Phase.SIGNING));
    put(facts, "Pushing", times.get(PublishStatus.Phase.PUSHING));
    respond("Publish", table(facts) + sharemap(status.sharemap()) + writes(status), request);
  }

  private static String writes(PublishStatus status) {
    SequencedMap<String, String> rows = new LinkedHashMap<>();
    status
        .servers()
        .forEach(
            (server, done) ->
                rows.put(
                    Escapes.html(server.shortName()),
                    "%s for %s"
                        .formatted(
                            Quantities.duration(done.time()),
                            done.writes() == 1 ? "a write" : done.writes() + " writes")));
    return rows.isEmpty() ? "" : "<h2>Per server</h2>" + table(rows);
  }

  private static void put(SequencedMap<String, String> facts, String name, Duration time) {
    Optional.ofNullable(time).ifPresent(known -> facts.put(name, Quantities.duration(known)));
  }

  static void retrieve(RetrieveStatus status, WebRequest request)
      throws IOException, InterruptedException {
    SequencedMap<String, String> facts = begin(status);
    facts.put("Size", status.size() + " bytes");
    facts.put("Encoding", "%d of %d".formatted(status.needed(), status.shares()));
    facts.put("Progress", Quantities.percent(status.progress()));
    facts.put("Status", Escapes.html(status.status()));
    facts.put(
        "Total",
        Quantities.duration(status.total())
            + status.total().map(time -> rate(status.size(), time)).orElse(""));
    facts.put("Fetching, all segments together", Quantities.duration(status.fetching()));
    facts.put(
        "Decoding and deciphering, all segments together", Quantities.duration(status.decoding()));
    respond("Retrieve", table(facts), request);
  }

  static void check(CheckStatus status, WebRequest request)
      throws IOException, InterruptedException {
    SequencedMap<String, String> facts = begin(status);
    facts.put("Size", status.size() + " bytes");
    facts.put("Verified", status.verifies() ? Quantities.percent(status.progress()) : "No");
    facts.put("Status", Escapes.html(status.status()));
    facts.put("Total", Quantities.duration(status.total()));
    respond("Check", table(facts), request);
  }

  /** What all have. */
  static SequencedMap<String, String> begin(OperationStatus status) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("Started", Quantities.time(status.started()));
    facts.put(
        "Storage index",
        "<code>%s</code>"
            .formatted(status.storageIndex().map(StorageIndex::toString).orElse("(None)")));
    facts.put("Helper?", "No");
    return facts;
  }

  /** Names and values; both are HTML. */
  static String table(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> "<tr><th>%s</th><td>%s</td></tr>".formatted(fact.getKey(), fact.getValue()))
        .collect(Collectors.joining("\n", "<table><tbody>\n", "\n</tbody></table>\n"));
  }

  /** Answers with a page about one operation. */
  static void respond(String title, String body, WebRequest request)
      throws IOException, InterruptedException {
    String root = Html.root(request.path());
    request.respond(
        200,
        Html.PAGE_TYPE,
        Html.page(
            title,
            root,
            "<h1>%s</h1>\n%s\n<p><a href=\"%sstatus\">All operations</a></p>"
                .formatted(title, body, root)));
  }
}
