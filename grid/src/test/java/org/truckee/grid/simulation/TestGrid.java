package org.truckee.grid.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.Servers;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.memory.MemoryStorageServer;

/**
 * A grid of named servers in this process. Tests build one, put faults into its servers and look at
 * what those were asked.
 */
public final class TestGrid implements Servers {
  private static final List<String> NAMES =
      List.of(
          "alder",
          "birch",
          "cedar",
          "dogwood",
          "elm",
          "fir",
          "ginkgo",
          "hazel",
          "ironwood",
          "juniper",
          "larch",
          "maple",
          "nutmeg",
          "oak",
          "pine",
          "quince",
          "rowan",
          "spruce",
          "tupelo",
          "willow");

  private final List<Member> members;
  private volatile List<GridServer> connected;

  private record Member(GridServer server, FaultyServer faults, MemoryStorageServer memory) {}

  private TestGrid(List<Member> members) {
    this.members = members;
    this.connected = members.stream().map(Member::server).toList();
  }

  /** A grid of servers named alder, birch, cedar, … and so on. */
  public static TestGrid of(int servers) {
    return new TestGrid(
        Stream.iterate(0, i -> i + 1).limit(servers).map(i -> member(nameOf(i))).toList());
  }

  private static String nameOf(int i) {
    String name = NAMES.get(i % NAMES.size());
    return i < NAMES.size() ? name : name + (i / NAMES.size() + 1);
  }

  private static Member member(String name) {
    MemoryStorageServer memory = new MemoryStorageServer();
    FaultyServer faults = new FaultyServer(name, memory);
    byte[] seed = Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
    GridServer server =
        new GridServer(new ServerId(name), name, seed, Arrays.copyOf(seed, 20), faults, true);
    return new Member(server, faults, memory);
  }

  /** The same, of which some or all or none store small shares whole. */
  public static TestGrid someStoringWhole(int servers, Random random) {
    TestGrid grid = of(servers);
    int share = random.nextInt(4);
    for (FaultyServer server : grid.servers()) {
      if (random.nextInt(3) < share) {
        server.storeWholeShares();
      }
    }
    return grid;
  }

  /** How many servers there are. */
  public int size() {
    return members.size();
  }

  /** The switches of a server. */
  public FaultyServer server(String name) {
    return member(server -> server.faults.toString().equals(name)).faults;
  }

  /** The switches of the server in place {@code number} of the order of their names. */
  public FaultyServer server(int number) {
    return members.get(number).faults;
  }

  /** The switches of all servers. */
  public List<FaultyServer> servers() {
    return members.stream().map(Member::faults).toList();
  }

  /** What a server really keeps. */
  public MemoryStorageServer memory(FaultyServer server) {
    return member(candidate -> candidate.faults == server).memory;
  }

  /** A server as a member of the grid. */
  public GridServer member(FaultyServer server) {
    return member(candidate -> candidate.faults == server).server;
  }

  private Member member(Predicate<Member> wanted) {
    return members.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Takes a server off the list of connected ones. */
  public void disconnect(FaultyServer server) {
    connected = connected.stream().filter(member -> member.storage() != server).toList();
  }

  @Override
  public List<GridServer> connected() {
    return connected;
  }

  /** Puts share i on server i mod the number of servers. */
  public void spread(StorageIndex index, List<byte[]> shares) {
    for (int i = 0; i < shares.size(); i++) {
      put(index, server(i % members.size()), i, shares.get(i));
    }
  }

  /** Puts one share on one server. */
  public void put(StorageIndex index, FaultyServer server, int share, byte[] bytes) {
    memory(server).put(index, new ShareNumber(share), bytes);
  }

  /** Which shares of a bucket lie where. */
  public SortedMap<FaultyServer, SortedMap<ShareNumber, byte[]>> shares(StorageIndex index) {
    SortedMap<FaultyServer, SortedMap<ShareNumber, byte[]>> shares =
        new TreeMap<>(Comparator.comparing(FaultyServer::toString));
    for (Member member : members) {
      Map<ShareNumber, byte[]> held = member.memory.shares(index);
      if (!held.isEmpty()) {
        shares.put(member.faults, new TreeMap<>(held));
      }
    }
    return shares;
  }

  /** How often an operation was asked of all servers together. */
  public long count(Call.Operation operation) {
    return servers().stream().mapToLong(server -> server.calls(operation).size()).sum();
  }
}
