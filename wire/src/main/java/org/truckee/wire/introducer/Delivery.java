package org.truckee.wire.introducer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.value.Value;

/**
 * Tells one subscriber of announcements, one call at a time and without holding up anybody else.
 * For a slow subscriber the newest announcement of each publisher is kept.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** How many go out in one call, whose size existing nodes do not limit. */
  private static final int AT_ONCE = 1000;

  private final RemoteIntroducer.Subscriber subscriber;
  private final IntroducerServer.Subscribed subscribed;
  private final Map<String, SignedAnnouncement> waiting = new LinkedHashMap<>();
  private boolean running;
  private boolean closed;

  Delivery(RemoteIntroducer.Subscriber subscriber, IntroducerServer.Subscribed subscribed) {
    this.subscriber = subscriber;
    this.subscribed = subscribed;
  }

  IntroducerServer.Subscribed subscribed() {
    return subscribed;
  }

  /** Keeps an announcement until {@link #begin}. */
  synchronized void hold(Announcement announcement, SignedAnnouncement signed) {
    running = true;
    waiting.put(announcement.publisher(), signed);
  }

  /** Tells what was held, and returns when it has been taken or cannot be. */
  void begin() throws InterruptedException {
    run();
  }

  /** Tells of an announcement soon. */
  synchronized void add(Announcement announcement, SignedAnnouncement signed) {
    if (closed) {
      return;
    }
    waiting.remove(announcement.publisher());
    waiting.put(announcement.publisher(), signed);
    if (!running) {
      running = true;
      Thread.ofVirtual().name("introducer-deliver").start(this::runAlone);
    }
  }

  private void runAlone() {
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() throws InterruptedException {
    List<SignedAnnouncement> batch = take();
    while (!batch.isEmpty()) {
      tell(batch);
      batch = take();
    }
  }

  private synchronized List<SignedAnnouncement> take() {
    List<SignedAnnouncement> batch = new ArrayList<>();
    var entries = waiting.values().iterator();
    while (entries.hasNext() && batch.size() < AT_ONCE && !closed) {
      batch.add(entries.next());
      entries.remove();
    }
    running = !batch.isEmpty();
    return batch;
  }

  private void tell(List<SignedAnnouncement> batch) throws InterruptedException {
    Set<Value> values = batch.stream().map(SignedAnnouncement::toValue).collect(Collectors.toSet());
    try {
      subscriber.announce(values);
    } catch (FoolscapException e) {
      LOG.info("{} could not be told: {}", subscribed.address(), e.getMessage());
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
  }
}
