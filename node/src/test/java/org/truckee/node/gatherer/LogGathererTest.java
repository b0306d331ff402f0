package org.truckee.node.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;
import org.truckee.wire.network.Routes;

/** A gatherer hears of the log of a node, over a connection that the node makes. */
@Timeout(120)
class LogGathererTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 500_000_000);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final BlockingQueue<RemoteReference> publishers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ids = new LinkedBlockingQueue<>();
  private final BlockingQueue<Map<Value, Value>> heard = new LinkedBlockingQueue<>();
  private final LocalObject observer =
      LocalObject.of(
          RemoteLogs.Observer.class,
          (RemoteLogs.Observer) line -> heard.add(((Value.Dict) line).entries()));

  private Tub there;
  private Tub here;
  private LogGatherer gatherer;

  private static Tub tub() {
    TubOptions.Builder options = TubOptions.builder().random(new SecureRandom());
    Routes.DIRECT.apply(options);
    return new Tub(
        NodeCertificate.generate(Clock.systemUTC(), new SecureRandom()), options.build());
  }

  @BeforeEach
  void start() throws Exception {
    there = tub();
    int port = there.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).port();
    there.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + port)));
    Furl furl =
        there.publish(
            LocalObject.of(
                RemoteLogs.Gatherer.class,
                (RemoteLogs.Gatherer)
                    (id, publisher) -> {
                      ids.add(new String(id, StandardCharsets.US_ASCII));
                      publishers.add(RemoteReference.behind(publisher).orElseThrow());
                    }));
    here = tub();
    gatherer = LogGatherer.start(here, furl, "truckee/1.2");
  }

  @AfterEach
  void stop() {
    gatherer.close();
    there.close();
  }

  private RemoteReference publisher() throws InterruptedException {
    RemoteReference publisher = publishers.poll(60, TimeUnit.SECONDS);
    assertThat(publisher).isNotNull();
    return publisher;
  }

  private Map<Value, Value> next() throws InterruptedException {
    Map<Value, Value> line = heard.poll(60, TimeUnit.SECONDS);
    assertThat(line).isNotNull();
    return line;
  }

  private static Value text(String text) {
    return Value.text(text);
  }

  @Test
  void aGathererLearnsWhoseLogItIs() throws Exception {
    RemoteReference publisher = publisher();
    assertThat(ids.poll(60, TimeUnit.SECONDS)).isEqualTo(here.tubId().toString());
    assertThat(publisher.call("get_versions", List.of(), LIMIT))
        .isEqualTo(Value.dict(Map.of(Bytes.of("truckee"), Bytes.of("1.2"))));
    assertThat(publisher.call("get_pid", List.of(), LIMIT))
        .isEqualTo(Value.of(ProcessHandle.current().pid()));
  }

  @Test
  void whoSubscribesHearsWhatIsSaidFromThenOn() throws Exception {
    gatherer.line(TIME, "INFO", "org.truckee.node.Node", "before");
    publisher().call("subscribe_to_all", List.of(observer), LIMIT);
    gatherer.line(TIME, "WARN", "org.truckee.node.Node", "a disk is full");
    Map<Value, Value> line = next();
    assertThat(line)
        .containsEntry(text("message"), text("a disk is full"))
        .containsEntry(text("num"), Value.of(1))
        .containsEntry(text("time"), new Value.Real(1_700_000_000.5))
        .containsEntry(text("level"), Value.of(30))
        .containsEntry(text("facility"), text("org.truckee.node.Node"))
        .containsKey(text("incarnation"));
  }

  @Test
  void whoWantsToCatchUpHearsWhatIsRemembered() throws Exception {
    for (int i = 0; i < LogPublisher.REMEMBERED + 10; i++) {
      gatherer.line(TIME, "INFO", "x", "line " + i);
    }
    publisher()
        .call("subscribe_to_all", List.of(observer), Map.of("catch_up", Value.Bool.TRUE), LIMIT);
    assertThat(next()).containsEntry(text("message"), text("line 10"));
    for (int i = 11; i < LogPublisher.REMEMBERED + 10; i++) {
      assertThat(next()).containsEntry(text("num"), Value.of(i));
    }
  }

  @Test
  void whoHasHadEnoughHearsNoMore() throws Exception {
    RemoteReference publisher = publisher();
    Value subscription = publisher.call("subscribe_to_all", List.of(observer), LIMIT);
    gatherer.line(TIME, "INFO", "x", "one");
    next();
    publisher.call("unsubscribe", List.of(subscription), LIMIT);
    RemoteReference other =
        (RemoteReference) publisher.call("subscribe_to_all", List.of(observer), LIMIT);
    other.call("unsubscribe", List.of(), LIMIT);
    BlockingQueue<Value> third = new LinkedBlockingQueue<>();
    LocalObject late = LocalObject.of(RemoteLogs.Observer.class, (RemoteLogs.Observer) third::add);
    publisher.call("subscribe_to_all", List.of(late), LIMIT);
    gatherer.line(TIME, "INFO", "x", "two");
    assertThat(third.poll(60, TimeUnit.SECONDS)).isNotNull();
    assertThat(heard).isEmpty();
  }

  @Test
  void whatFoolscapSaysOfItselfIsNotSentOverIt() throws Exception {
    publisher().call("subscribe_to_all", List.of(observer), LIMIT);
    gatherer.line(TIME, "DEBUG", "org.truckee.foolscap.tub.Tub", "a call");
    gatherer.line(TIME, "INFO", "x", "something else");
    assertThat(next()).containsEntry(text("message"), text("something else"));
  }
}
