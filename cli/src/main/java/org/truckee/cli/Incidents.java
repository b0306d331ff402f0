package org.truckee.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.truckee.crypto.Base32;
import org.truckee.node.TruckeeVersion;

/**
 * Writes a report when something goes wrong that should not: the error, what the node is, and the
 * last lines of the log before it ({@code spec/09 §9.3} has the directory and the names). There are
 * never more than some reports, none is large, and what is secret is not in them.
 */
final class Incidents extends AppenderBase<ILoggingEvent> {
  /** Something that the operator wants a report of, whatever its level. */
  static final String MARKER = "INCIDENT";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd--HH-mm-ss'Z'");
  private static final String NAMES = "incident-*.txt";
  private static final int RANDOM_BYTES = 4;

  /** How many lines are remembered, and how long one may be. */
  private static final int LINES = 200;

  private static final int LONGEST_LINE = 1000;
  private static final int LONGEST_ERROR = 50_000;
  private static final int MOST_REPORTS = 50;

  /** What goes wrong goes wrong often: one report tells of it. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Path directory;
  private final Clock clock;
  private final Deque<String> lines = new ArrayDeque<>();
  private Instant lastReport = Instant.MIN;
  private int unreported;

  Incidents(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String line = line(event);
    if (isIncident(event)) {
      Instant now = clock.instant();
      // Also if the clock was set back meanwhile.
      if (Duration.between(lastReport, now).abs().compareTo(PAUSE) > 0) {
        lastReport = now;
        report(event, now);
        unreported = 0;
      } else {
        unreported++;
      }
    }
    if (lines.size() == LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  private static boolean isIncident(ILoggingEvent event) {
    return event.getLevel().isGreaterOrEqual(Level.ERROR)
        || event.getMarkerList() != null
            && event.getMarkerList().stream().anyMatch(marker -> marker.getName().equals(MARKER));
  }

  private static String line(ILoggingEvent event) {
    String cause =
        event.getThrowableProxy() == null
            ? ""
            : " (%s: %s)"
                .formatted(
                    event.getThrowableProxy().getClassName(),
                    event.getThrowableProxy().getMessage());
    return cut(
        "%s %-5s %s: %s%s"
            .formatted(
                event.getInstant(),
                event.getLevel(),
                event.getLoggerName(),
                event.getFormattedMessage(),
                cause),
        LONGEST_LINE);
  }

  private static String cut(String text, int longest) {
    String censored = CensoredLayout.censor(text);
    return censored.length() <= longest ? censored : censored.substring(0, longest) + "…";
  }

  private void report(ILoggingEvent event, Instant now) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String name =
        "incident-%s-%s.txt"
            .formatted(TIME.format(now.atZone(ZoneOffset.UTC)), Base32.encode(random));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name), text(event, now), StandardCharsets.UTF_8);
      deleteOldest();
    } catch (IOException e) {
      addError("the report of an incident cannot be written below " + directory, e);
    }
  }

  private String text(ILoggingEvent event, Instant now) {
    Runtime runtime = Runtime.getRuntime();
    String trace =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return """
    Truckee incident report

    Time:     %s
    Program:  %s, Java %s, %s %s
    Process:  %d, up for %s, %d processors
    Heap:     %d MiB in use, at most %d MiB
    Thread:   %s

    What happened
    -------------
    %s %s: %s
    %s
    %s
    The last %d lines of the log before
    -----------------------------------
    %s
    """
        .formatted(
            now,
            TruckeeVersion.text(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            ProcessHandle.current().pid(),
            ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, now).truncatedTo(ChronoUnit.SECONDS))
                .map(Duration::toString)
                .orElse("?"),
            runtime.availableProcessors(),
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            runtime.maxMemory() >> 20,
            cut(event.getThreadName(), LONGEST_LINE),
            event.getLevel(),
            event.getLoggerName(),
            cut(event.getFormattedMessage(), LONGEST_ERROR),
            cut(trace, LONGEST_ERROR),
            unreported == 0
                ? ""
                : "%d more errors since the report before have none of their own.\n"
                    .formatted(unreported),
            lines.size(),
            String.join("\n", lines));
  }

  /** Names sort by time. */
  private void deleteOldest() throws IOException {
    List<Path> reports = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, NAMES)) {
      files.forEach(reports::add);
    }
    Collections.sort(reports);
    for (Path old : reports.subList(0, Math.max(0, reports.size() - MOST_REPORTS))) {
      Files.deleteIfExists(old);
    }
  }
}
