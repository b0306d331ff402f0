package org.truckee.wire.introducer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.foolscap.value.Value;

/**
 * What an introducer calls to tell of a service, and what is known by that ({@code spec/07 §3.2}).
 * An announcement that cannot be accepted is set aside alone.
 */
final class Subscription implements RemoteIntroducer.Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private final String service;
  private final AnnouncementCache cache;
  private final IntroducerClient.Listener news;
  private final IntroducerClient.Listener all;
  private final AnnouncementTable<Announcement> table =
      new AnnouncementTable<>(RemoteIntroducer.MAX_ANNOUNCEMENTS, announcement -> announcement);

  /**
   * A subscription.
   *
   * @param news is told of what is new or has changed
   * @param all is told of everything, too
   */
  Subscription(
      String service,
      AnnouncementCache cache,
      IntroducerClient.Listener news,
      IntroducerClient.Listener all) {
    this.service = service;
    this.cache = cache;
    this.news = news;
    this.all = all;
  }

  String service() {
    return service;
  }

  @Override
  public synchronized void announce(Set<Value> announcements) {
    List<Announcement> accepted = new ArrayList<>();
    for (Value value : announcements) {
      try {
        take(SignedAnnouncement.of(value).verify(), accepted);
      } catch (BadAnnouncementException e) {
        LOG.warn("an announcement is set aside: {}", e.getMessage());
      }
    }
    if (!accepted.isEmpty()) {
      cache.store(table.all());
    }
    accepted.forEach(announcement -> tell(news, announcement));
  }

  private void take(Announcement announcement, List<Announcement> accepted) {
    if (!announcement.service().equals(service)) {
      LOG.debug("{} was not asked for", announcement);
      return;
    }
    tell(all, announcement);
    AnnouncementTable.Verdict verdict = table.put(announcement);
    if (verdict.accepted()) {
      accepted.add(announcement);
    } else {
      LOG.debug("{} is no news: {}", announcement, verdict);
    }
  }

  private static void tell(IntroducerClient.Listener listener, Announcement announcement) {
    try {
      listener.announced(announcement);
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be used", announcement, e);
    }
  }

  /** Tells of what was heard in the past, but of nothing that has been heard again since. */
  synchronized void useCache() {
    for (Announcement announcement : cache.load()) {
      if (announcement.service().equals(service) && !table.knows(announcement)) {
        tell(news::remembered, announcement);
      }
    }
  }
}
