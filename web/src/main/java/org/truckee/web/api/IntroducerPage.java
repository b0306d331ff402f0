package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an introducer has been told and whom it tells ({@code spec/07 §7}). */
final class IntroducerPage {
  private final IntroducerStatus status;

  IntroducerPage(IntroducerStatus status) {
    this.status = status;
  }

  /** Answers with what {@code t} asks for, in any case. */
  void answer(WebRequest request, String t) throws IOException, WebException, InterruptedException {
    switch (t.toLowerCase(Locale.ROOT)) {
      case "html" -> request.respond(200, Html.PAGE_TYPE, html());
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

  private String html() {
    List<IntroducerStatus.Announced> announced =
        status.announced().stream()
            .sorted(
                Comparator.comparing(IntroducerStatus.Announced::service)
                    .thenComparing(IntroducerStatus.Announced::nickname))
            .toList();
    List<IntroducerStatus.Subscriber> subscribers = status.subscribers();
    return Html.page(
        "Truckee – introducer",
        "",
        """
        <header>
        <h1>Introducer</h1>
        <p class="lead">Nodes tell it what they offer, and ask it what others offer.</p>
        <p>Node <code>%s</code></p>
        </header>
        <section>
        <h2>Announcements</h2>
        <p>%s</p>
        %s
        </section>
        <section>
        <h2>Subscriptions</h2>
        <p>%s</p>
        %s
        </section>
        <footer>%s</footer>
        """
            .formatted(
                Escapes.html(status.nodeId()),
                summary(counts(announced, IntroducerStatus.Announced::service)),
                table(
                    List.of("Node", "Announced", "Software", "Service"),
                    announced.stream().map(IntroducerPage::row)),
                summary(counts(subscribers, IntroducerStatus.Subscriber::service)),
                table(
                    List.of("Node", "Address", "Since", "Software", "Service"),
                    subscribers.stream().map(IntroducerPage::row)),
                Escapes.html(status.version())));
  }

  private static String summary(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "None yet."
        : counts.entrySet().stream()
            .map(entry -> "%s: %d".formatted(Escapes.html(entry.getKey()), entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String table(List<String> heads, Stream<String> rows) {
    String body = rows.collect(Collectors.joining());
    if (body.isEmpty()) {
      return "";
    }
    return """
    <div class="scroll"><table>
    <thead><tr>%s</tr></thead>
    <tbody>
    %s</tbody>
    </table></div>
    """
        .formatted(
            heads.stream().map("<th>%s</th>"::formatted).collect(Collectors.joining()), body);
  }

  private static String row(IntroducerStatus.Announced one) {
    return """
    <tr><td title="connection hints: %s"><strong>%s</strong><br><code>%s</code></td>\
    <td>%s</td><td>%s</td><td>%s</td></tr>
    """
        .formatted(
            Escapes.html(one.hints()),
            Escapes.html(one.nickname()),
            Escapes.html(one.id()),
            time(one.since()),
            Escapes.html(one.version()),
            Escapes.html(one.service()));
  }

  private static String row(IntroducerStatus.Subscriber one) {
    return """
    <tr><td><strong>%s</strong><br><code>%s</code></td>\
    <td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>
    """
        .formatted(
            Escapes.html(one.nickname()),
            Escapes.html(one.tub()),
            Escapes.html(one.address()),
            time(one.since()),
            Escapes.html(one.version()),
            Escapes.html(one.service()));
  }

  private static String time(Instant since) {
    return since.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
