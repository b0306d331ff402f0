package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;
import org.truckee.node.config.ConfigurationException;

/** The log of a node: what is shown, in which form, and what is reported. */
class NodeLogTest {
  private static final String SECRET = "URI:CHK:gfsxc3dtmvrxezlu:abc:3:10:99";

  @TempDir private Path temp;
  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private long changes;

  @BeforeEach
  void prepare() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    PatternLayout layout = new CensoredLayout();
    layout.setContext(context);
    layout.setPattern("%level %logger{0}: %msg%n");
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(shown);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private NodeLog log(String settings) throws Exception {
    configure(settings);
    return NodeLog.in(context, temp);
  }

  private void configure(String settings) throws Exception {
    Path file = temp.resolve("truckee.cfg");
    Files.writeString(file, settings);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1000 + changes++)));
  }

  private Logger logger(String name) {
    return context.getLogger("org.truckee." + name);
  }

  private String shown() {
    String text = shown.toString(StandardCharsets.UTF_8);
    shown.reset();
    return text;
  }

  private List<Path> reports() throws Exception {
    Path directory = temp.resolve("logs/incidents");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void warningsAreShownIfNobodySaysAnything() throws Exception {
    try (NodeLog _ = log("[log]\n")) {
      logger("wire.Thing").warn("one");
      logger("wire.Thing").info("two");
      assertThat(shown()).isEqualTo("WARN Thing: one\n");
    }
  }

  @Test
  void levelsOfModulesChangeWhileTheNodeRuns() throws Exception {
    try (NodeLog log =
        log("[log.levels]\nroot = error\nwire = debug\norg.truckee.wire.http = off\n")) {
      logger("wire.Thing").debug("one");
      logger("wire.http.Thing").error("two");
      logger("storage.Thing").warn("three");
      logger("storage.Thing").error("four");
      assertThat(shown()).isEqualTo("DEBUG Thing: one\nERROR Thing: four\n");
      configure("[log.levels]\nstorage = trace\n");
      log.look();
      shown();
      logger("wire.Thing").debug("five");
      logger("storage.disk.Thing").trace("six");
      assertThat(shown()).isEqualTo("TRACE Thing: six\n");
    }
  }

  @Test
  void levelsThatMakeNoSenseKeepTheNodeFromStartingButNotFromRunning() throws Exception {
    configure("[log.levels]\nwire = loud\n");
    assertThatThrownBy(() -> NodeLog.in(context, temp))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[log.levels]wire: Not a level: LOUD");
    try (NodeLog log = log("[log.levels]\nwire = debug\n")) {
      configure("[log.levels]\nwire = loud\n");
      log.look();
      assertThat(shown()).contains("stay as they are");
      logger("wire.Thing").debug("one");
      assertThat(shown()).isEqualTo("DEBUG Thing: one\n");
    }
  }

  @Test
  void linesAreJsonIfThatIsWanted() throws Exception {
    try (NodeLog _ = log("[log]\nformat = json\n")) {
      Logger logger = logger("storage.disk.Thing");
      LoggingEvent event =
          new LoggingEvent(
              "test",
              logger,
              Level.WARN,
              "a \"line\"\nof {}",
              new IllegalStateException("because of " + SECRET),
              new Object[] {SECRET});
      event.addKeyValuePair(new KeyValuePair("share", 3));
      logger.callAppenders(event);
      String text = shown();
      assertThat(text).hasLineCount(1).doesNotContain("gfsxc3dtmvrxezlu");
      JsonNode line = new ObjectMapper().readTree(text);
      assertThat(line.get("level").asText()).isEqualTo("WARN");
      assertThat(line.get("module").asText()).isEqualTo("storage");
      assertThat(line.get("share").asText()).isEqualTo("3");
      assertThat(line.get("message").asText()).startsWith("a \"line\"\nof URI:");
      assertThat(line.get("exception").asText()).contains("IllegalStateException");
      assertThat(Instant.parse(line.get("time").asText())).isNotNull();
    }
  }

  @Test
  void anErrorIsReportedWithWhatCameBefore() throws Exception {
    try (NodeLog _ = log("[log]\n")) {
      logger("wire.Thing").info("a server was connected to");
      logger("grid.Thing").info("somebody asked for {}", SECRET);
      assertThat(reports()).isEmpty();
      logger("storage.Thing").error("the disk is broken", new IllegalStateException("really"));
      logger("storage.Thing").error("once more");
      assertThat(reports()).hasSize(1);
      assertThat(reports().getFirst().getFileName().toString())
          .matches("incident-[0-9-]{10}--[0-9-]{8}Z-[a-z2-7]{7}\\.txt");
      assertThat(Files.readString(reports().getFirst()))
          .contains(
              "Truckee incident report", "the disk is broken", "IllegalStateException: really")
          .contains("a server was connected to", "somebody asked for URI:")
          .doesNotContain("gfsxc3dtmvrxezlu");
    }
  }

  @Test
  void whatIsMarkedIsReportedWhateverItsLevel() throws Exception {
    try (NodeLog _ = log("[log]\n")) {
      logger("web.Thing").info(MarkerFactory.getMarker(Incidents.MARKER), "the operator says so");
      assertThat(reports()).hasSize(1);
    }
  }

  @Test
  void reportsAreBoundedInNumberAndSize() throws Exception {
    Path directory = Files.createDirectories(temp.resolve("logs/incidents"));
    for (int i = 0; i < 70; i++) {
      Files.writeString(
          directory.resolve("incident-2020-01-01--00-00-%02dZ-aaaaaaa.txt".formatted(i)), "old");
    }
    Files.writeString(directory.resolve("incident-2020-01-01--00-00-00Z-aaaaaaa.flog.bz2"), "x");
    try (NodeLog _ = log("[log]\n")) {
      for (int i = 0; i < 500; i++) {
        logger("wire.Thing").warn("x".repeat(10_000));
      }
      logger("wire.Thing").error("x".repeat(1_000_000));
      assertThat(reports()).hasSize(51);
      assertThat(reports())
          .filteredOn(file -> !file.getFileName().toString().contains("2020"))
          .singleElement()
          .satisfies(file -> assertThat(Files.size(file)).isLessThan(400_000));
    }
  }
}
