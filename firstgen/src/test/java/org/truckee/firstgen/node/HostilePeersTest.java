package org.truckee.firstgen.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.TubDirectoryServers;
import org.truckee.firstgen.remote.OldFailures;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteKey;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.foolscap.value.Reference;

/** Nodes that lie, break off and ask for too much, in a grid of others that do not. */
final class HostilePeersTest {
  private static final long SEED = 2007;
  private static final int MAX = 1_000_000;

  @TempDir Path folder;
  private OldGrid grid;
  private Tub hostile;

  @BeforeEach
  void start() throws Exception {
    grid = new OldGrid(folder, 5, ShareLayout.B, "2 1 10");
    hostile = new Tub(OldGrid.certificateOf(6), TubOptions.builder().oldNames().build());
    Listener listener = hostile.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    hostile.setLocation(List.of(new ConnectionHint("127.0.0.1:" + listener.port())));
  }

  @AfterEach
  void stop() {
    hostile.close();
    grid.close();
  }

  private void join(Set<Integer> numbers) throws InterruptedException {
    Furl furl =
        hostile.publish(
            LocalObject.of(
                OldRemote.Client.class, new Liar(hostile.tubId(), new LyingServer(numbers))));
    grid.client(0).peers().newPeers(Set.of(furl.text().getBytes(StandardCharsets.US_ASCII)));
    assertThat(grid.client(0).peers().await(grid.size() + 1, OldGrid.LIMIT)).isTrue();
  }

  private record Liar(TubId id, LyingServer server) implements OldRemote.Client {
    @Override
    public OldRemote.Versions getVersions() {
      return new OldRemote.Versions(new byte[1000], new byte[0]);
    }

    @Override
    public Reference getService(byte[] name) {
      return LocalObject.of(OldRemote.StorageServer.class, server);
    }

    @Override
    public byte[] getNodeid() {
      return id.bytes();
    }
  }

  /** Has every share that is wanted, takes every one, and some more. */
  private record LyingServer(Set<Integer> numbers) implements OldRemote.StorageServer {
    @Override
    public OldRemote.Granted allocateBuckets(
        byte[] storageIndex,
        byte[] renewSecret,
        byte[] cancelSecret,
        Set<Integer> sharenums,
        int allocatedSize,
        Reference canary) {
      Map<Integer, OldRemote.BucketWriter> writers = new TreeMap<>();
      sharenums.forEach(number -> writers.put(number, new Sieve()));
      numbers.forEach(number -> writers.put(number, new Sieve()));
      return new OldRemote.Granted(Set.of(), writers);
    }

    @Override
    public void renewLease(byte[] storageIndex, byte[] renewSecret) {}

    @Override
    public void cancelLease(byte[] storageIndex, byte[] cancelSecret) {}

    @Override
    public Map<Integer, OldRemote.BucketReader> getBuckets(byte[] storageIndex) {
      Map<Integer, OldRemote.BucketReader> readers = new TreeMap<>();
      numbers.forEach(number -> readers.put(number, new Noise(number)));
      return readers;
    }
  }

  /** Loses what it is given. */
  private static final class Sieve implements OldRemote.BucketWriter {
    @Override
    public void write(int offset, byte[] data) throws ReportedException {
      throw OldFailures.runtimeError("there is a hole in the disk");
    }

    @Override
    public void close() {}
  }

  /** Gives too little, too much, or something else. */
  private record Noise(int number) implements OldRemote.BucketReader {
    @Override
    public byte[] read(int offset, int length) throws ReportedException {
      Random random = new Random(SEED + number);
      return switch (Math.floorMod(number, 4)) {
        case 0 -> new byte[0];
        case 1 -> throw OldFailures.ioError("there is a hole in the disk");
        case 2 -> {
          byte[] more = new byte[Math.min(OldRemote.SHARE_DATA, length + 1000)];
          random.nextBytes(more);
          yield more;
        }
        default -> {
          byte[] noise = new byte[length];
          random.nextBytes(noise);
          yield noise;
        }
      };
    }
  }

  @Test
  void filesAreStillStoredAndRead() throws Exception {
    byte[] plaintext = OldVectors.plaintext(100_000, 1);
    FileUri before = grid.client(0).uploader().upload(plaintext);
    join(Set.of(-5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 256, 100_000));
    for (int i = 0; i < 5; i++) {
      assertThat(grid.client(0).downloader().bytes(before, MAX)).isEqualTo(plaintext);
    }
    byte[] another = OldVectors.plaintext(90_000, 2);
    FileUri after = grid.client(0).uploader().upload(another);
    assertThat(grid.client(1).downloader().bytes(after, MAX)).isEqualTo(another);
    assertThat(grid.client(0).downloader().bytes(after, MAX)).isEqualTo(another);
  }

  @Test
  void aServerWithMoreSharesThanAllowedIsPassedOver() throws Exception {
    byte[] plaintext = OldVectors.plaintext(10_000, 1);
    FileUri uri = grid.client(0).uploader().upload(plaintext);
    Set<Integer> many = new HashSet<>();
    for (int number = 0; number <= OldRemote.MAX_BUCKETS; number++) {
      many.add(number);
    }
    join(many);
    assertThat(grid.client(0).downloader().bytes(uri, MAX)).isEqualTo(plaintext);
  }

  @Test
  void anIntroducerCannotSayWhateverItWants() throws Exception {
    OldClientNode client = grid.client(0);
    int known = client.peers().known();
    client
        .peers()
        .newPeers(
            Set.of(
                new byte[0],
                "pb://".getBytes(StandardCharsets.US_ASCII),
                "pb://0000@127.0.0.1:1/x".getBytes(StandardCharsets.US_ASCII),
                new byte[1000]));
    assertThat(client.peers().known()).isEqualTo(known);
    client.peers().setEncodingParameters(new OldRemote.Encoding(0, 0, 0));
    client.peers().setEncodingParameters(new OldRemote.Encoding(5, 3, 1));
    client.peers().setEncodingParameters(new OldRemote.Encoding(1, 1, 100_000));
    assertThat(client.peers().encoding()).isEqualTo(new EncodingParameters(2, 1, 10));
  }

  /** Tells whatever it was made with. */
  private record LyingDirectories(byte[] slot) implements OldRemote.VirtualDriveServer {
    @Override
    public byte[] getPublicRootUri() {
      return "URI:LIT:".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] createDirectory(byte[] index, byte[] writeEnabler) {
      return index;
    }

    @Override
    public OldRemote.ChildSlots get(byte[] index, byte[] key) {
      return new OldRemote.ChildSlots(slot, slot);
    }

    @Override
    public List<OldRemote.NamedSlots> list(byte[] index) {
      return Collections.nCopies(OldRemote.MAX_ENTRIES, new OldRemote.NamedSlots(slot, slot, slot));
    }

    @Override
    public void set(
        byte[] index, byte[] writeEnabler, byte[] key, byte[] name, byte[] write, byte[] read) {}

    @Override
    public void delete(byte[] index, byte[] writeEnabler, byte[] key) {}
  }

  @Test
  void aDirectoryServerCanOnlyLeaveThingsOut() throws Exception {
    byte[] noise = new byte[OldRemote.STRING];
    new Random(SEED).nextBytes(noise);
    Furl furl =
        hostile.publish(
            LocalObject.of(OldRemote.VirtualDriveServer.class, new LyingDirectories(noise)));
    DirectoryNode directory =
        grid.client(0)
            .maker()
            .directory(new WritableDirectoryUri(furl.text(), new WriteKey(new byte[16])));
    assertThat(directory.list().children()).isEmpty();
    assertThat(directory.list().damaged()).hasSize(OldRemote.MAX_ENTRIES);
    assertThat(directory.buildManifest().capabilities()).hasSize(1);
    assertThatThrownBy(
            () ->
                grid.client(0)
                    .drive()
                    .connected(
                        furl.text(),
                        new TubDirectoryServers(hostile, OldGrid.LIMIT).at(furl.text())))
        .hasMessageContaining("public root is none");
  }
}
