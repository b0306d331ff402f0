package org.truckee.wire.introducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.ReconnectDelays;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Value;

/** Introducers and their clients, over real connections. */
@Timeout(60)
class IntroductionTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final NodeCertificate INTRODUCER = certificate();
  private static final NodeCertificate[] NODES = {certificate(), certificate(), certificate()};
  private static final Ed25519Key KEY = new Ed25519Key(new byte[Ed25519Key.LENGTH]);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<Tub> tubs = new ArrayList<>();
  private final BlockingQueue<Announcement> heard = new LinkedBlockingQueue<>();
  private final AtomicLong lastNumber = new AtomicLong();
  private int port;
  private IntroducerServer introducer;
  private Tub introducerTub;
  private Furl furl;

  private static NodeCertificate certificate() {
    return NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  }

  private static TubOptions options() {
    return TubOptions.builder()
        .delays(new ReconnectDelays(Duration.ofMillis(20), 1.5, Duration.ofMillis(200), 0))
        .build();
  }

  @BeforeEach
  void startIntroducer() throws Exception {
    introducer = new IntroducerServer("test/1", Clock.systemUTC());
    introducerTub = new Tub(INTRODUCER, options());
    Listener listener = listen();
    port = listener.port();
    introducerTub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + port)));
    furl = introducerTub.publish("introducer", introducer.object());
  }

  /** The port of an introducer that was just closed may be held for another moment. */
  private Listener listen() throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return introducerTub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (BindException e) {
        assertThat(System.nanoTime()).as("the port is free in time").isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
    introducer.close();
    introducerTub.close();
  }

  private void restartIntroducer() throws Exception {
    introducer.close();
    introducerTub.close();
    startIntroducer();
  }

  private Tub tub(int node) {
    Tub tub = new Tub(NODES[node], options());
    tubs.add(tub);
    parts.add(tub);
    return tub;
  }

  private IntroducerClient client(
      int node, AnnouncementCache cache, IntroducerClient.Listener listener) {
    IntroducerClient client =
        new IntroducerClient(
            tub(node),
            new IntroducerClient.Settings(
                "test", furl, "node " + node, "test/1", cache, Duration.ofMillis(300)),
            listener,
            Clock.systemUTC());
    parts.add(client);
    return client;
  }

  private IntroducerClient startedClient(int node) {
    IntroducerClient client = client(node, AnnouncementCache.none(), heard::add);
    client.start();
    return client;
  }

  private static Map<String, Object> fields(String nickname) {
    return Map.of("service-name", "storage", "nickname", nickname);
  }

  private IntroducerClient publisher(String nickname) {
    IntroducerClient client = client(0, AnnouncementCache.none(), announcement -> {});
    client.publish(KEY, fields(nickname), this::next);
    client.start();
    return client;
  }

  private long next(long above) {
    return lastNumber.updateAndGet(last -> Math.max(last, above) + 1);
  }

  private Announcement hear() throws InterruptedException {
    Announcement announcement = heard.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(announcement).as("heard in time").isNotNull();
    return announcement;
  }

  private void awaitAnnouncement() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (introducer.announcements().isEmpty()) {
      assertThat(System.nanoTime()).as("announced in time").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void whatOneNodeOffersTheOtherHears() throws Exception {
    startedClient(1);
    publisher("a");
    Announcement announcement = hear();
    assertThat(announcement.text("nickname")).isEqualTo("a");
    assertThat(announcement.publisher()).isEqualTo(KEY.publicKey().serverId());
    assertThat(announcement.text("nonce")).hasSize(52);
    assertThat(introducer.announcements()).hasSize(1);
    startedClient(2);
    assertThat(hear()).isEqualTo(announcement);
    assertThat(introducer.subscribers())
        .extracting(IntroducerServer.Subscribed::nickname)
        .contains("node 1", "node 2");
  }

  @Test
  void aNodeThatChangesIsHeardAgainAndOneThatRepeatsItselfIsNot() throws Exception {
    startedClient(1);
    IntroducerClient first = publisher("old");
    assertThat(hear().text("nickname")).isEqualTo("old");
    first.publish(KEY, fields("new"), this::next);
    assertThat(hear().text("nickname")).isEqualTo("new");
    restartIntroducer();
    // Both announcements come again, in this order; the older one is a replay to the subscriber.
    startedClient(2);
    assertThat(hear().text("nickname")).isIn("old", "new");
    // What was heard may have come from the introducer of before, as the same once more.
    awaitAnnouncement();
    assertThat(introducer.announcements()).hasSize(1);
  }

  @Test
  void anIntroducerThatForgotEverythingIsToldAgain() throws Exception {
    publisher("a");
    startedClient(1);
    hear();
    restartIntroducer();
    startedClient(2);
    assertThat(hear().text("nickname")).isEqualTo("a");
    assertThat(heard).as("the same once more is no news").isEmpty();
  }

  @Test
  void aNodeThatWasRestoredFromABackupIsHeardInTheEnd() throws Exception {
    startedClient(1);
    lastNumber.set(41);
    publisher("before");
    assertThat(hear().sequence().orElseThrow().longValue()).isEqualTo(42);
    tubs.getLast().close();
    lastNumber.set(3);
    publisher("restored");
    Announcement announcement = hear();
    assertThat(announcement.text("nickname")).isEqualTo("restored");
    assertThat(announcement.sequence().orElseThrow().longValue()).isGreaterThan(42);
  }

  @Test
  void aDamagedAnnouncementIsSetAsideAlone() throws Exception {
    Subscription subscription =
        new Subscription("storage", AnnouncementCache.none(), heard::add, announcement -> {});
    SignedAnnouncement good = SignedAnnouncement.sign(KEY, fields("good"));
    Set<Value> announcements = new LinkedHashSet<>();
    announcements.add(Value.text("what is this"));
    announcements.add(Value.tuple(good.message(), Value.None.NONE, Value.None.NONE));
    announcements.add(Value.tuple(Value.bytes("{}"), good.signature(), good.key()));
    announcements.add(SignedAnnouncement.sign(KEY, Map.of("nickname", "no service")).toValue());
    announcements.add(SignedAnnouncement.sign(KEY, Map.of("service-name", "other")).toValue());
    announcements.add(good.toValue());
    subscription.announce(announcements);
    assertThat(heard).extracting(a -> a.text("nickname")).containsExactly("good");
  }

  @Test
  void whatCannotBeAcceptedIsToldToThePublisher() throws Exception {
    RemoteIntroducer.Service service =
        tub(0).connect(furl, LIMIT).as(RemoteIntroducer.Service.class, LIMIT);
    LocalObject canary = LocalObject.canary();
    SignedAnnouncement good = SignedAnnouncement.sign(KEY, fields("good"));
    assertThatThrownBy(
            () ->
                service.publish(
                    Value.tuple(Value.bytes("{}"), good.signature(), good.key()), canary))
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            e -> assertThat(e.failure().type()).isEqualTo("allmydata.crypto.error.BadSignature"));
    assertThatThrownBy(
            () -> service.publish(Value.list(good.message(), good.signature(), good.key()), canary))
        .isInstanceOf(RemoteFailureException.class);
    service.publish(good.toValue(), canary);
    assertThat(introducer.announcements()).hasSize(1);
  }

  @Test
  void theCacheIsUsedWhenTheIntroducerIsSilent() throws Exception {
    Announcement kept = new Announcement("storage", "v0-kept", fields("kept"));
    List<List<Announcement>> stored = new ArrayList<>();
    AnnouncementCache cache =
        new AnnouncementCache() {
          @Override
          public List<Announcement> load() {
            return List.of(kept);
          }

          @Override
          public void store(List<Announcement> announcements) {
            stored.add(announcements);
          }
        };
    introducerTub.close();
    IntroducerClient client = client(1, cache, heard::add);
    client.start();
    assertThat(hear()).isEqualTo(kept);
    assertThat(client.isConnected()).isFalse();
    startIntroducer();
    publisher("a");
    assertThat(hear().text("nickname")).isEqualTo("a");
    assertThat(client.isConnected()).isTrue();
    assertThat(client.summary()).startsWith("Connected to tcp:127.0.0.1:");
    assertThat(stored).hasSize(1);
    assertThat(stored.getFirst()).hasSize(1);
  }

  @Test
  void thereIsRoomForSoManyAndThoseWhoAreGoneMakeRoomFirst() throws Exception {
    IntroducerServer small = new IntroducerServer("test/1", Clock.systemUTC(), 2, 10);
    Furl smallFurl = introducerTub.publish("small", small.object());
    Tub first = tub(0);
    RemoteIntroducer.Service early =
        first.connect(smallFurl, LIMIT).as(RemoteIntroducer.Service.class, LIMIT);
    RemoteIntroducer.Service late =
        tub(1).connect(smallFurl, LIMIT).as(RemoteIntroducer.Service.class, LIMIT);
    early.publish(signed(1), LocalObject.canary());
    late.publish(signed(2), LocalObject.canary());
    late.publish(signed(3), LocalObject.canary());
    assertThat(publishers(small)).containsExactly(id(1), id(2));
    first.close();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!publishers(small).contains(id(3))) {
      assertThat(System.nanoTime()).isLessThan(end);
      late.publish(signed(3), LocalObject.canary());
    }
    assertThat(publishers(small)).containsExactly(id(2), id(3));
  }

  private static Ed25519Key key(int number) {
    byte[] seed = new byte[Ed25519Key.LENGTH];
    seed[0] = (byte) number;
    return new Ed25519Key(seed);
  }

  private static String id(int number) {
    return key(number).publicKey().serverId();
  }

  private static Value signed(int number) {
    return SignedAnnouncement.sign(key(number), fields("n" + number)).toValue();
  }

  private static List<String> publishers(IntroducerServer server) {
    return server.announcements().stream().map(p -> p.announcement().publisher()).toList();
  }

  @Test
  void aSubscriberThatIsGoneIsForgotten() throws Exception {
    IntroducerClient client = startedClient(1);
    await(() -> introducer.subscribers().size() == 1);
    client.close();
    tubs.getFirst().close();
    await(() -> introducer.subscribers().isEmpty());
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void twoNodesWithTheSameKeyDoNotOutbidOneAnotherWithoutAPause() throws Exception {
    publisher("original");
    IntroducerClient copy = client(1, AnnouncementCache.none(), heard::add);
    copy.publish(KEY, fields("copy"), above -> Math.max(above, 1) + 1);
    copy.start();
    Announcement last = hear();
    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (System.nanoTime() < end) {
      Announcement next = heard.poll(50, TimeUnit.MILLISECONDS);
      last = next == null ? last : next;
    }
    assertThat(last.sequence().orElseThrow().longValue()).isLessThan(10);
  }
}
