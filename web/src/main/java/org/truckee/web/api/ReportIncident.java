package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.http.RefusedException;

/**
 * {@code POST /report_incident}: somebody has noticed something strange, and what the node has
 * lately said of itself is kept in a file together with that ({@code spec/08 §18.5}).
 */
final class ReportIncident implements Operation<Kind.Site> {
  private static final Logger LOG = LoggerFactory.getLogger(ReportIncident.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd--HH-mm-ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LONGEST = 1 << 16;

  /** More reports are only counted in the log: they must not fill the disk. */
  private static final int MOST = 100;

  private static final int NAME_LENGTH = 8;

  private final Path folder;
  private final LogMessages messages;
  private final Clock clock;

  ReportIncident(Path folder, LogMessages messages, Clock clock) {
    this.folder = folder;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  public void perform(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    String details = request.arguments().text("details").orElse("");
    write(details.substring(0, Math.min(LONGEST, details.length())));
    request.respond(
        200,
        "text/plain; charset=UTF-8",
        "Thank you for your report! It is on this machine, in logs/incidents/ in the node's"
            + " folder.");
  }

  private void write(String details) throws IOException {
    LOG.warn("somebody reports an incident through the web");
    Files.createDirectories(folder);
    if (count() >= MOST) {
      throw new RefusedException(
          507, "there are %d reports already: take some out of logs/incidents/".formatted(MOST));
    }
    String name =
        "incident-%s-%s.json"
            .formatted(
                TIME.format(clock.instant()),
                UUID.randomUUID().toString().substring(0, NAME_LENGTH));
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("type", "incident").put("level", "WEIRD").put("details", details);
    head.put("time", clock.instant().toString());
    List<String> lines =
        Stream.concat(Stream.of(Json.line(head)), messages.last().stream()).toList();
    Path file = folder.resolve(name);
    write(file, String.join("\n", lines) + "\n");
  }

  /** For the owner only, where the file system knows owners. */
  private static void write(Path file, String text) throws IOException {
    boolean owners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        owners
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private long count() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }
}
