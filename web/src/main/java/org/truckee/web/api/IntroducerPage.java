package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.IntroducerView;
import org.truckee.web.pages.Pages;

/** What an introducer has been told and whom it tells ({@code spec/07 §7}). */
final class IntroducerPage {
  private final IntroducerStatus status;
  private final Clock clock;

  IntroducerPage(IntroducerStatus status, Clock clock) {
    this.status = status;
    this.clock = clock;
  }

  /** Answers with what {@code t} asks for, in any case. */
  void answer(WebRequest request, String t) throws IOException, WebException, InterruptedException {
    switch (t.toLowerCase(Locale.ROOT)) {
      case "html" -> request.respond(200, Html.PAGE_TYPE, html(request));
      // The type is that of existing introducers.
      case "json" -> request.respond(200, Html.PAGE_TYPE, Json.text(json()));
      case String other -> throw WebException.unknownFormat(other);
    }
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode subscriptions = root.putObject("subscription_summary");
    counts(status.subscribers(), IntroducerStatus.Subscriber::service).forEach(subscriptions::put);
    ObjectNode announcements = root.putObject("announcement_summary");
    counts(status.announced(), IntroducerStatus.Announced::service).forEach(announcements::put);
    return root;
  }

  private static <T> Map<String, Integer> counts(List<T> all, Function<T, String> service) {
    return all.stream().collect(Collectors.toMap(service, _ -> 1, Integer::sum, TreeMap::new));
  }

  private String html(WebRequest request) {
    Frame frame = Frame.alone("Truckee – introducer", SafeHeaders.ofPage(request.http()));
    Instant now = clock.instant();
    return Pages.introducer(
        frame,
        new IntroducerView(
            status.nodeId(),
            status.version(),
            Quantities.time(now),
            summary(counts(status.announced(), IntroducerStatus.Announced::service)),
            status.announced().stream()
                .sorted(
                    Comparator.comparing(IntroducerStatus.Announced::service)
                        .thenComparing(IntroducerStatus.Announced::nickname))
                .map(one -> offer(one, now))
                .toList(),
            summary(counts(status.subscribers(), IntroducerStatus.Subscriber::service)),
            status.subscribers().stream().map(one -> listener(one, now)).toList()));
  }

  private static String summary(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "nobody"
        : counts.entrySet().stream()
            .map(entry -> "%s: %d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static IntroducerView.Offer offer(IntroducerStatus.Announced one, Instant now) {
    return new IntroducerView.Offer(
        one.service(),
        one.nickname(),
        one.id(),
        one.hints(),
        one.version(),
        time(one.since()),
        age(one.since(), now));
  }

  private static IntroducerView.Listener listener(IntroducerStatus.Subscriber one, Instant now) {
    return new IntroducerView.Listener(
        one.service(),
        one.nickname(),
        one.tub(),
        one.address(),
        one.version(),
        time(one.since()),
        age(one.since(), now));
  }

  private static String time(Instant since) {
    return Quantities.time(since).replace('\u00a0', ' ');
  }

  private static String age(Instant since, Instant now) {
    return Quantities.age(Duration.between(since, now));
  }
}
