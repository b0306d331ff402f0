package org.truckee.grid.mutable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.Servers;
import org.truckee.grid.Source;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.client.GridBuilder;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.WriteEnabler;

/** A grid in this process with mutable files on it. Keys are the recorded ones: no time is lost. */
public final class MutableFixture implements AutoCloseable {
  public static final long SEED = 20261129;

  /** Patient enough for every server that answers, however busy the machine is. */
  private static final Duration LONG = Duration.ofMinutes(2);

  public final Random random = new Random(SEED);
  public final TestGrid grid;
  private final List<Grid> clients = new java.util.ArrayList<>();
  private final Grid client;

  public MutableFixture(int servers) {
    this(servers, 3, 10);
  }

  public MutableFixture(int servers, int needed, int total) {
    System.out.println("seed " + SEED);
    grid = TestGrid.of(servers);
    client = client(grid, needed, total);
  }

  /** A client of its own, as if in another process. */
  public Grid client(Servers servers, int needed, int total) {
    return client(servers, needed, total, LONG);
  }

  /** A client that does without a server that takes longer than {@code late}. */
  public Grid client(Servers servers, int needed, int total, Duration late) {
    return client(builder(servers, needed, total, late));
  }

  public Grid client(GridBuilder builder) {
    Grid made = builder.build();
    clients.add(made);
    return made;
  }

  public GridBuilder builder(Servers servers, int needed, int total, Duration late) {
    return GridClient.of(servers)
        .leaseSecret(
            new ClientLeaseSecret("lease secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .convergenceSecret(new ConvergenceSecret(new byte[32]))
        .encoding(EncodingParameters.of(needed, 1, total))
        .downloadLimits(DownloadLimits.DEFAULT.withTimes(late, late, late, LONG))
        .uploadLimits(UploadLimits.DEFAULT.withTimes(LONG, late, LONG))
        .writeBackOff(Duration.ofMillis(1))
        .workers(2);
  }

  public Grid client() {
    return client;
  }

  public static RsaPrivateKey key(String name) {
    try {
      return RsaPrivateKey.fromDer(
          MutableVectors.list("keys")
              .filter(each -> each.get("name").textValue().equals(name))
              .map(each -> MutableVectors.base64(each.get("private_der_pkcs8_b64")))
              .findAny()
              .orElseThrow());
    } catch (org.truckee.crypto.KeyFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates the file of the first recorded key. */
  public MutableFile create(MutableFormat format, byte[] contents) throws Exception {
    return create(client, format, contents);
  }

  public MutableFile create(Grid grid, MutableFormat format, byte[] contents) throws Exception {
    return grid.createMutable(
        InitialContents.of(Source.of(contents)),
        MutableOptions.DEFAULT.withFormat(format).withKey(key("key0")));
  }

  /** The same file as another client sees it that has just been started. */
  public MutableFile elsewhere(MutableFile file) {
    return client(grid, 3, 10).open(file.cap());
  }

  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Puts a share on a server, with the write enabler that belongs to the file. */
  public void put(MutableWriteCap cap, FaultyServer server, int share, byte[] bytes) {
    TubId tub = new TubId(grid.member(server).leaseSeed());
    grid.memory(server)
        .putMutable(
            cap.index(),
            new ShareNumber(share),
            bytes.clone(),
            WriteEnabler.of(cap.writeKey(), tub));
  }

  /** What servers really have: share number on a server → its bytes. */
  public SortedMap<String, byte[]> shares(StorageIndex index) {
    SortedMap<String, byte[]> shares = new TreeMap<>();
    for (FaultyServer server : grid.servers()) {
      grid.memory(server)
          .shares(index)
          .forEach((share, bytes) -> shares.put(server + "-sh" + share, bytes.clone()));
    }
    return shares;
  }

  /** The server that holds a share of this number. */
  public FaultyServer holder(StorageIndex index, int share) {
    return grid.servers().stream()
        .filter(server -> grid.memory(server).shares(index).containsKey(new ShareNumber(share)))
        .findFirst()
        .orElseThrow();
  }

  /** Forgets the shares of a server. */
  public void wipe(FaultyServer server, StorageIndex index) {
    grid.memory(server)
        .shares(index)
        .keySet()
        .forEach(share -> grid.memory(server).remove(index, share));
  }

  /** The sequence number at the beginning of every share. */
  public Map<String, Long> sequenceNumbers(StorageIndex index) {
    Map<String, Long> numbers = new TreeMap<>();
    shares(index)
        .forEach((place, bytes) -> numbers.put(place, java.nio.ByteBuffer.wrap(bytes).getLong(1)));
    return numbers;
  }

  static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Override
  public void close() {
    clients.forEach(Grid::close);
  }
}
