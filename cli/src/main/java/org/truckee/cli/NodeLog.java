package org.truckee.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.LogSettings;

/**
 * The log of a node that runs: its form and levels, which follow {@code truckee.cfg} while the node
 * runs, and reports of incidents.
 */
final class NodeLog implements AutoCloseable {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NodeLog.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final String PROGRAM = "org.truckee";

  /** What is remembered for reports of incidents, shown or not. */
  private static final Level REMEMBERED = Level.INFO;

  private final LoggerContext context;
  private final Path directory;
  private final ShownLevels shown = new ShownLevels();
  private final Incidents incidents;
  private final CountDownLatch closed = new CountDownLatch(1);
  private FileTime read;
  private LogSettings settings;

  private NodeLog(LoggerContext context, Path directory) throws ConfigurationException {
    this.context = context;
    this.directory = directory;
    this.read = changed();
    this.settings = LogSettings.read(directory);
    this.incidents = new Incidents(directory.resolve("logs/incidents"), Clock.systemUTC());
  }

  /**
   * Sets it up for the node of a directory; nothing happens if somebody else does the logging.
   *
   * @throws ConfigurationException if the settings make no sense
   */
  static Optional<NodeLog> start(Path directory) throws ConfigurationException {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return Optional.empty();
    }
    NodeLog log = in(context, directory);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> LOG.error("thread {} has ended", thread.getName(), failure));
    Thread.ofPlatform().daemon().name("log-levels").start(log::watch);
    return Optional.of(log);
  }

  /** The same for the loggers of a context, without looking at the file again by itself. */
  static NodeLog in(LoggerContext context, Path directory) throws ConfigurationException {
    NodeLog log = new NodeLog(context, directory);
    log.attach();
    return log;
  }

  private void attach() {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    incidents.setContext(context);
    incidents.start();
    root.addAppender(incidents);
    shown.setContext(context);
    shown.start();
    root.iteratorForAppenders()
        .forEachRemaining(
            appender -> {
              if (appender != incidents) {
                appender.addFilter(shown);
                if (settings.json()) {
                  writeJson(appender);
                }
              }
            });
    apply();
  }

  private void writeJson(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      JsonLines lines = new JsonLines();
      lines.setContext(context);
      lines.start();
      LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
      encoder.setContext(context);
      encoder.setLayout(lines);
      encoder.start();
      stream.setEncoder(encoder);
    }
  }

  /** Has the levels made that are shown or remembered. */
  private void apply() {
    shown.set(settings.levels());
    for (Logger logger : context.getLoggerList()) {
      if (logger.getName().startsWith(PROGRAM)) {
        logger.setLevel(null);
      }
    }
    context
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .setLevel(Level.toLevel(settings.levels().get("root"), ShownLevels.USUAL));
    context.getLogger(PROGRAM).setLevel(lower(shown.level(PROGRAM)));
    settings
        .levels()
        .forEach(
            (module, level) -> {
              if (!module.equals("root")) {
                String name = ShownLevels.logger(module);
                Level made = Level.toLevel(level);
                context.getLogger(name).setLevel(name.startsWith(PROGRAM) ? lower(made) : made);
              }
            });
  }

  private static Level lower(Level level) {
    return level.isGreaterOrEqual(REMEMBERED) ? REMEMBERED : level;
  }

  private void watch() {
    try {
      while (!closed.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes over what has changed in the file. */
  void look() {
    FileTime now = changed();
    if (now.equals(read)) {
      return;
    }
    read = now;
    try {
      settings = LogSettings.read(directory);
      apply();
      own().warn("the levels of the log are {}", settings.levels());
    } catch (ConfigurationException e) {
      own().warn("the levels of the log stay as they are: {}", e.getMessage());
    }
  }

  private Logger own() {
    return context.getLogger(NodeLog.class);
  }

  private FileTime changed() {
    try {
      return Files.getLastModifiedTime(directory.resolve("truckee.cfg"));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAppender(incidents);
    root.iteratorForAppenders().forEachRemaining(Appender::clearAllFilters);
    incidents.stop();
  }
}
