package org.truckee.node.gatherer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Tub;

/**
 * A connection to a log gatherer, which is told where the log is whenever there is a new one. Lines
 * about Foolscap itself are kept from it: to tell them would make more of them.
 */
public final class LogGatherer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogGatherer.class);
  private static final Duration CALL_LIMIT = Duration.ofMinutes(1);
  private static final String FOOLSCAP = "org.truckee.foolscap";
  private static final String OWN = LogGatherer.class.getPackageName();

  private final Tub tub;
  private final LogPublisher publisher;
  private final AtomicLong lines = new AtomicLong();

  private LogGatherer(Tub tub, LogPublisher publisher) {
    this.tub = tub;
    this.publisher = publisher;
  }

  /**
   * Begins to connect.
   *
   * @param tub one that nothing else uses, so that the gatherer does not learn whose log it is; it
   *     is closed in the end
   * @param version the name and version of this program with a slash between them
   */
  public static LogGatherer start(Tub tub, Furl furl, String version) {
    LogPublisher publisher = new LogPublisher(version, UUID.randomUUID().toString());
    LogGatherer gatherer = new LogGatherer(tub, publisher);
    tub.keepConnected(furl, gatherer::connected);
    return gatherer;
  }

  private void connected(RemoteReference gatherer) throws FoolscapException, InterruptedException {
    byte[] id = tub.tubId().toString().getBytes(StandardCharsets.US_ASCII);
    gatherer.as(RemoteLogs.Gatherer.class, CALL_LIMIT).logport(id, publisher);
    LOG.debug("a log gatherer is connected");
  }

  /** A line of the log, without secrets. Does not wait. */
  public void line(Instant time, String level, String logger, String text) {
    if (!logger.startsWith(FOOLSCAP) && !logger.startsWith(OWN)) {
      publisher.publish(new LogLine(lines.getAndIncrement(), time, level, logger, text));
    }
  }

  @Override
  public void close() {
    publisher.end();
    tub.close();
  }
}
