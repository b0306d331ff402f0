package org.truckee.wire.introducer;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Peer;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/**
 * An introducer ({@code spec/07 §3.3}): tells all who ask of a service what others have said that
 * they offer. It keeps everything in memory; publishers say it again when they reconnect.
 *
 * <p>What it keeps is bounded. When there is no more room, the announcement goes whose publisher
 * has been away longest.
 */
public final class IntroducerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntroducerServer.class);

  private final String version;
  private final Clock clock;
  private final int maxSubscribers;
  private final AnnouncementTable<Entry> announcements;
  private final Map<String, Map<RemoteReference, Delivery>> subscribers = new LinkedHashMap<>();

  /**
   * An announcement that is told to subscribers.
   *
   * @param announcement what is said
   * @param since when it came
   */
  public record Published(Announcement announcement, Instant since) {}

  /**
   * Somebody who asked to be told.
   *
   * @param service of what
   * @param nickname what it calls itself; may be empty
   * @param version its program; may be empty
   * @param tub its identity
   * @param address where it is, for people to read
   * @param since when it asked
   */
  public record Subscribed(
      String service, String nickname, String version, TubId tub, String address, Instant since) {}

  /** An announcement with its bytes and the connection over which it came. */
  private record Entry(
      SignedAnnouncement signed, Published published, Optional<RemoteReference> publisher) {
    boolean isForsaken() {
      return publisher.filter(RemoteReference::isAlive).isEmpty();
    }
  }

  /**
   * Nobody has said anything yet.
   *
   * @param version the name and version of this program
   */
  public IntroducerServer(String version, Clock clock) {
    this(version, clock, RemoteIntroducer.MAX_ANNOUNCEMENTS, 10_000);
  }

  /** With other limits. */
  IntroducerServer(String version, Clock clock, int maxAnnouncements, int maxSubscribers) {
    this.version = version;
    this.clock = clock;
    this.maxSubscribers = maxSubscribers;
    this.announcements =
        new AnnouncementTable<>(maxAnnouncements, entry -> entry.published().announcement());
  }

  /** The object that is published. */
  public LocalObject object() {
    return LocalObject.of(RemoteIntroducer.Service.class, new Served());
  }

  /** What is announced now. */
  public synchronized List<Published> announcements() {
    return announcements.all().stream().map(Entry::published).toList();
  }

  /** Who is told. */
  public synchronized List<Subscribed> subscribers() {
    return subscribers.values().stream()
        .flatMap(of -> of.values().stream())
        .map(Delivery::subscribed)
        .toList();
  }

  /** Delivers no more. */
  @Override
  public synchronized void close() {
    subscribers.values().forEach(of -> of.values().forEach(Delivery::close));
    subscribers.clear();
  }

  private synchronized void accept(SignedAnnouncement signed, Optional<RemoteReference> publisher)
      throws BadAnnouncementException {
    Announcement announcement = signed.verify();
    Entry entry = new Entry(signed, new Published(announcement, clock.instant()), publisher);
    AnnouncementTable.Verdict verdict = announcements.put(entry);
    if (verdict == AnnouncementTable.Verdict.TOO_MANY && dropForsaken()) {
      verdict = announcements.put(entry);
    }
    LOG.info("{}: {}", announcement, verdict);
    if (verdict.accepted()) {
      subscribers
          .getOrDefault(announcement.service(), Map.of())
          .values()
          .forEach(delivery -> delivery.add(announcement, signed));
    }
  }

  private boolean dropForsaken() {
    Optional<Entry> oldest = announcements.all().stream().filter(Entry::isForsaken).findFirst();
    oldest.ifPresent(announcements::remove);
    return oldest.isPresent();
  }

  /**
   * Registers a subscriber, if it is none yet.
   *
   * @return what it has to be told first
   */
  private synchronized Optional<Delivery> register(
      RemoteIntroducer.Subscriber subscriber, String service, SubscriberInfo info)
      throws ReportedException {
    RemoteReference reference = RemoteReference.behind(subscriber).orElseThrow();
    if (subscribers.getOrDefault(service, Map.of()).containsKey(reference)) {
      return Optional.empty();
    }
    if (subscribers.values().stream().mapToInt(Map::size).sum() >= maxSubscribers) {
      throw new ReportedException(RemoteFailure.assertionError("there are too many subscribers"));
    }
    Peer peer = reference.peer();
    Delivery delivery =
        new Delivery(
            subscriber,
            new Subscribed(
                service,
                info.nickname(),
                info.version(),
                peer.tubId(),
                peer.address(),
                clock.instant()));
    subscribers.computeIfAbsent(service, _ -> new HashMap<>()).put(reference, delivery);
    for (Entry entry : announcements.all()) {
      Announcement announcement = entry.published().announcement();
      if (announcement.service().equals(service)) {
        delivery.hold(announcement, entry.signed());
      }
    }
    reference.onLost(() -> remove(service, reference));
    return Optional.of(delivery);
  }

  private synchronized void remove(String service, RemoteReference reference) {
    Map<RemoteReference, Delivery> others = subscribers.getOrDefault(service, new HashMap<>());
    Delivery gone = others.remove(reference);
    if (gone != null) {
      gone.close();
    }
    if (others.isEmpty()) {
      subscribers.remove(service);
    }
  }

  private Value versions() {
    Map<Value, Value> all = new LinkedHashMap<>();
    all.put(Value.bytes("application-version"), Value.bytes(version));
    all.put(Value.bytes(RemoteIntroducer.PROTOCOL), Value.dict(Map.of()));
    return Value.dict(all);
  }

  /** What peers call. */
  @Concurrent
  private final class Served implements RemoteIntroducer.Service {
    @Override
    public Value getVersion() {
      return versions();
    }

    @Override
    public void publish(Value announcement, Reference canary) throws ReportedException {
      Optional<RemoteReference> publisher =
          canary instanceof RemoteReference reference ? Optional.of(reference) : Optional.empty();
      try {
        accept(SignedAnnouncement.of(announcement), publisher);
      } catch (BadAnnouncementException e) {
        LOG.warn(
            "an announcement from {} is refused: {}",
            Peer.caller().map(Peer::address).orElse("?"),
            e.getMessage());
        throw new ReportedException(e.told(), e);
      }
    }

    @Override
    public void subscribe(
        RemoteIntroducer.Subscriber subscriber, byte[] serviceName, Value subscriberInfo)
        throws InterruptedException, ReportedException {
      if (!(subscriberInfo instanceof Value.Dict(Map<Value, Value> info)) || info.isEmpty()) {
        throw new ReportedException(RemoteFailure.assertionError("a subscriber introduces itself"));
      }
      String service = new String(serviceName, StandardCharsets.UTF_8);
      Optional<Delivery> delivery = register(subscriber, service, SubscriberInfo.of(info));
      if (delivery.isPresent()) {
        delivery.get().begin();
      }
    }
  }
}
