package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.truckee.foolscap.Furl;
import org.truckee.grid.GridServer;
import org.truckee.storage.StorageServer;
import org.truckee.web.api.ServerStatus;
import org.truckee.wire.ConnectionStatus;
import org.truckee.wire.ServerConnection;
import org.truckee.wire.introducer.AnnouncedServer;

/** The servers that a client knows, without any network. */
class KnownServersTest {
  private final List<Watch> watches = new ArrayList<>();
  private final KnownServers known = new KnownServers(this::watch);

  private ServerConnection watch(AnnouncedServer server, Runnable whenConnected) {
    watches.add(new Watch(server, whenConnected));
    return watches.getLast();
  }

  private static AnnouncedServer server(String id, String place) {
    Furl furl = Furl.parse("pb://sokzwgcxjyqrqclcrrt5uzgpmxyeekh4@tcp:" + place + "/secret");
    return new AnnouncedServer(id, id + "'s", "mfra", furl, List.of());
  }

  private List<String> connected() {
    return known.connected().stream().map(GridServer::id).map(Object::toString).toList();
  }

  @Test
  void aServerThatComesLaterIsSeenAtTheNextLookOnceItAnswers() {
    known.put(server("a", "h:1"));
    watches.getFirst().up = true;
    known.put(server("b", "h:2"));
    assertThat(watches).allMatch(watch -> watch.started);
    assertThat(connected()).containsExactly("a");
    watches.getLast().up = true;
    assertThat(connected()).containsExactly("a", "b");
    assertThat(known.statuses()).extracting(ServerStatus::id).containsExactly("a", "b");
  }

  @Test
  void aServerThatMovedIsWatchedAtItsNewPlaceOnly() {
    known.put(server("a", "h:1"));
    watches.getFirst().up = true;
    known.put(server("a", "h:2"));
    assertThat(watches).hasSize(2);
    assertThat(watches.getFirst().closed).isTrue();
    assertThat(watches.getLast().closed).isFalse();
    assertThat(connected()).as("what is known of its old place says nothing").isEmpty();
    watches.getLast().up = true;
    assertThat(connected()).containsExactly("a");
  }

  @Test
  void whatIsAnnouncedOnceMoreWithoutAChangeIsOverlooked() {
    known.put(server("a", "h:1"));
    known.put(server("a", "h:1"));
    assertThat(watches).hasSize(1);
    assertThat(watches.getFirst().closed).isFalse();
  }

  @Test
  void aServerThatIsForgottenIsUsedNoMore() {
    known.put(server("a", "h:1"));
    known.put(server("b", "h:2"));
    watches.forEach(watch -> watch.up = true);
    List<GridServer> underWay = known.connected();
    assertThat(known.remove("a")).isTrue();
    assertThat(known.remove("a")).isFalse();
    assertThat(connected()).containsExactly("b");
    assertThat(watches.getFirst().closed).isTrue();
    assertThat(underWay).as("an operation under way keeps what it has").hasSize(2);
  }

  @Test
  void afterTheEndNobodyIsConnectedToAnyMore() {
    known.put(server("a", "h:1"));
    known.close();
    known.put(server("b", "h:2"));
    assertThat(watches).hasSize(1);
    assertThat(watches.getFirst().closed).isTrue();
  }

  @Test
  void onlyThoseThatAreAskedForAreWaitedFor() throws Exception {
    known.put(server("a", "h:1"));
    known.put(server("b", "h:2"));
    known.awaitConnected(List.of("b", "unknown"), Duration.ofSeconds(5));
    assertThat(watches.getFirst().waits).isZero();
    assertThat(watches.getLast().waits).isEqualTo(1);
  }

  @Test
  void whenOneServerIsFoundTheOthersAreLookedForAtOnce() {
    known.put(server("a", "h:1"));
    known.put(server("b", "h:2"));
    known.put(server("c", "h:3"));
    watches.get(0).up = true;
    watches.get(1).up = true;
    watches.get(1).whenConnected.run();
    assertThat(watches).extracting(watch -> watch.hurried).containsExactly(false, false, true);
  }

  @Test
  void serversThatAreNotKnownYetAreWaitedFor() throws Exception {
    Thread later = Thread.ofVirtual().start(() -> known.put(server("late", "h:1")));
    known.awaitKnown(List.of("late"), Duration.ofSeconds(60));
    assertThat(watches.getFirst().waits).isEqualTo(1);
    later.join();
  }

  private static final class Watch implements ServerConnection {
    private final AnnouncedServer server;
    final Runnable whenConnected;
    boolean hurried;
    boolean up;
    boolean started;
    boolean closed;
    int waits;

    Watch(AnnouncedServer server, Runnable whenConnected) {
      this.server = server;
      this.whenConnected = whenConnected;
    }

    @Override
    public void start() {
      started = true;
    }

    @Override
    public ConnectionStatus status() {
      return new ConnectionStatus(up, server.id(), Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<StorageServer> server() {
      StorageServer storage =
          (StorageServer)
              java.lang.reflect.Proxy.newProxyInstance(
                  StorageServer.class.getClassLoader(),
                  new Class<?>[] {StorageServer.class},
                  (_, _, _) -> {
                    throw new UnsupportedOperationException();
                  });
      return Optional.of(storage);
    }

    @Override
    public void onChange(Runnable listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void tryNow() {
      hurried = true;
    }

    @Override
    public boolean awaitConnected(Duration limit) {
      waits++;
      return up;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
