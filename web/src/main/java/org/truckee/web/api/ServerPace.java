package org.truckee.web.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.grid.ServerId;
import org.truckee.web.pages.TransferView;

/** How fast servers were in an operation, and which of them was slow. Not thread-safe. */
final class ServerPace {
  /** Whoever takes so many times as long as the others is slow. */
  private static final int SLOW = 3;

  /** Less is not worth a word. */
  private static final Duration NOTABLE = Duration.ofMillis(50);

  private final ServerNames names;
  private final Map<ServerId, Requests> servers = new TreeMap<>();

  ServerPace(ServerNames names) {
    this.names = names;
  }

  private static final class Requests {
    private final List<Duration> times = new ArrayList<>();
    private int failed;
    private long bytes;

    Duration median() {
      List<Duration> sorted = times.stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }

    Duration longest() {
      return Collections.max(times);
    }
  }

  /**
   * One request.
   *
   * @param time how long it took, or has taken so far
   * @param bytes that came of it
   * @param failed whether nothing came of it
   */
  void note(ServerId server, Duration time, long bytes, boolean failed) {
    Requests requests = servers.computeIfAbsent(server, _ -> new Requests());
    requests.times.add(time);
    requests.bytes += bytes;
    requests.failed += failed ? 1 : 0;
  }

  /** Each of them, the slowest first. */
  List<TransferView.ServerWork> all() {
    long most =
        servers.values().stream().mapToLong(each -> each.median().toNanos()).max().orElse(1);
    return servers.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<ServerId, Requests> each) -> each.getValue().median())
                .reversed())
        .map(
            each ->
                new TransferView.ServerWork(
                    names.of(each.getKey()),
                    DownloadTimeline.color(each.getKey()),
                    (int) (100 * each.getValue().median().toNanos() / Math.max(1, most)),
                    text(each.getValue())))
        .toList();
  }

  private static String text(Requests requests) {
    StringBuilder text = new StringBuilder(Quantities.duration(requests.median()));
    if (requests.times.size() > 1) {
      text.append(
          " in the middle of %d requests, %s at most"
              .formatted(requests.times.size(), Quantities.duration(requests.longest())));
    }
    if (requests.bytes > 0) {
      text.append(", ").append(Quantities.size(requests.bytes));
    }
    if (requests.failed > 0) {
      text.append(", %d failed".formatted(requests.failed));
    }
    return text.toString();
  }

  /** Who was slow or failed, in a sentence; empty if nobody stands out. */
  String verdict() {
    return slow().or(this::failing).orElse("");
  }

  private Optional<String> slow() {
    if (servers.size() < 2) {
      return Optional.empty();
    }
    ServerId slowest =
        Collections.max(servers.entrySet(), Comparator.comparing(each -> each.getValue().median()))
            .getKey();
    List<Duration> others =
        servers.entrySet().stream()
            .filter(each -> !each.getKey().equals(slowest))
            .map(each -> each.getValue().median())
            .sorted()
            .toList();
    Duration slow = servers.get(slowest).median();
    Duration usual = others.get(others.size() / 2);
    return slow.compareTo(usual.multipliedBy(SLOW)) > 0 && slow.compareTo(NOTABLE) > 0
        ? Optional.of(
            "%s is slow: it took %s where others took %s."
                .formatted(
                    names.of(slowest), Quantities.duration(slow), Quantities.duration(usual)))
        : Optional.empty();
  }

  private Optional<String> failing() {
    return servers.entrySet().stream()
        .filter(each -> each.getValue().failed > 0)
        .max(Comparator.comparingInt(each -> each.getValue().failed))
        .map(
            each ->
                "%s failed: %d of its %d requests came to nothing."
                    .formatted(
                        names.of(each.getKey()),
                        each.getValue().failed,
                        each.getValue().times.size()));
  }
}
