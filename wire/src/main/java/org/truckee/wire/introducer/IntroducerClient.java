package org.truckee.wire.introducer;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.Ed25519Key;
import org.truckee.foolscap.DeadReferenceException;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Reconnector;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.value.Value;
import org.truckee.wire.FoolscapStatus;

/**
 * A node's side of its relation to one introducer ({@code spec/07 §3.2}): tells it what the node
 * offers, hears what others offer, and does so again whenever the connection is lost.
 *
 * <p>A node whose announcements are refused as old, since its number has been lost or it was
 * restored from a backup, hears that from what the introducer holds to, and counts on from there.
 */
public final class IntroducerClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntroducerClient.class);
  private static final Duration CALL_LIMIT = Duration.ofMinutes(1);

  private final Tub tub;
  private final Settings settings;
  private final Clock clock;
  private final Subscription subscription;
  private final List<Publication> publications = new CopyOnWriteArrayList<>();
  private final LocalObject canary = LocalObject.canary();
  private final Rivalry rivalry = new Rivalry();
  private Optional<Reconnector> reconnector = Optional.empty();
  private volatile Optional<RemoteIntroducer.Service> session = Optional.empty();
  private boolean closed;

  /**
   * What it needs to know.
   *
   * @param name what the operator calls the introducer
   * @param furl where it is
   * @param nickname what the operator calls this node
   * @param version the name and version of this program
   * @param cache where announcements are kept
   * @param patience how long the introducer may take to answer before the cache is used
   */
  public record Settings(
      String name,
      Furl furl,
      String nickname,
      String version,
      AnnouncementCache cache,
      Duration patience) {}

  /** Is told of announcements that are new or have changed. */
  @FunctionalInterface
  public interface Listener {
    /** One was heard. */
    void announced(Announcement announcement);

    /** One was kept from an earlier time, and the introducer is silent. */
    default void remembered(Announcement announcement) {
      announced(announcement);
    }
  }

  /**
   * One that has not begun.
   *
   * @param listener is told of the storage servers
   */
  public IntroducerClient(Tub tub, Settings settings, Listener listener, Clock clock) {
    this.tub = tub;
    this.settings = settings;
    this.clock = clock;
    this.subscription =
        new Subscription(Announcement.STORAGE, settings.cache(), listener, this::heard);
  }

  /**
   * Has the introducer told from now on what the node offers.
   *
   * @param fields what is said, without number and nonce
   */
  public void publish(Ed25519Key key, Map<String, Object> fields, SequenceNumbers numbers) {
    Publication publication = new Publication(key, fields, numbers, new SecureRandom());
    publications.add(publication);
    session.ifPresent(
        service ->
            Thread.ofVirtual().name("introducer-publish").start(() -> tell(service, publication)));
  }

  /** Begins to connect. */
  public synchronized void start() {
    if (closed || reconnector.isPresent()) {
      return;
    }
    Reconnector begun = tub.keepConnected(settings.furl(), this::connected);
    reconnector = Optional.of(begun);
    Thread.ofVirtual().name("introducer-cache").start(() -> useCacheWithout(begun));
  }

  private void useCacheWithout(Reconnector begun) {
    try {
      if (begun.await(settings.patience()).isEmpty()) {
        subscription.useCache();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connected(RemoteReference object) throws FoolscapException, InterruptedException {
    RemoteIntroducer.Service service = object.as(RemoteIntroducer.Service.class, CALL_LIMIT);
    if (!speaksOurVersion(service)) {
      LOG.error(
          "introducer {} does not speak version 2 of its protocol: it is of no use",
          settings.name());
      return;
    }
    session = Optional.of(service);
    object.onLost(() -> lost(service));
    for (Publication publication : publications) {
      tell(service, publication);
    }
    try {
      service.subscribe(
          subscription,
          subscription.service().getBytes(StandardCharsets.UTF_8),
          SubscriberInfo.toValue(settings.nickname(), settings.version()));
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
    LOG.info("introducer {} knows us", settings.name());
  }

  private void lost(RemoteIntroducer.Service service) {
    if (session.equals(Optional.of(service))) {
      session = Optional.empty();
    }
  }

  private static boolean speaksOurVersion(RemoteIntroducer.Service service)
      throws FoolscapException, InterruptedException {
    try {
      return service.getVersion() instanceof Value.Dict(Map<Value, Value> version)
          && version.containsKey(Value.bytes(RemoteIntroducer.PROTOCOL));
    } catch (DeadReferenceException e) {
      throw e;
    } catch (FoolscapException e) {
      // The first introducers could not be asked.
      return false;
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
  }

  private void tell(RemoteIntroducer.Service service, Publication publication) {
    try {
      service.publish(publication.signed().toValue(), canary);
    } catch (FoolscapException e) {
      LOG.warn("introducer {} does not take our announcement: {}", settings.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
  }

  /** Everything that is heard, whether it is news or not: some of it may be about this node. */
  private void heard(Announcement announcement) {
    for (Publication publication : publications) {
      if (publication.isOvertakenBy(announcement)) {
        Thread.ofVirtual()
            .name("introducer-overtake")
            .start(() -> overtake(publication, announcement));
      }
    }
  }

  private void overtake(Publication publication, Announcement old) {
    try {
      rivalry.pause();
      if (!publication.isOvertakenBy(old)) {
        return;
      }
      if (!publication.overtake(old)) {
        LOG.error(
            "introducer {} holds to an announcement of this node that no number can exceed",
            settings.name());
        return;
      }
      LOG.warn(
          "introducer {} held to another announcement of this node with a higher number. Was the"
              + " node restored from a backup, or does a copy of it run? It is announced again",
          settings.name());
      session.ifPresent(service -> tell(service, publication));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the operator calls the introducer. */
  public String name() {
    return settings.name();
  }

  /** Whether there is a connection now. */
  public boolean isConnected() {
    return session.isPresent();
  }

  /** How it stands with the connection, in words. */
  public synchronized String summary() {
    return reconnector
        .map(begun -> FoolscapStatus.summary(begun.status(), clock))
        .orElse("unstarted");
  }

  /** When the last bytes came from it; empty if there is no connection. */
  public synchronized Optional<Instant> lastReceived() {
    return reconnector.flatMap(Reconnector::current).map(object -> object.peer().lastReceived());
  }

  @Override
  public synchronized void close() {
    closed = true;
    reconnector.ifPresent(Reconnector::close);
    session = Optional.empty();
  }
}
