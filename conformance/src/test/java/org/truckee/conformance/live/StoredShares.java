package org.truckee.conformance.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.truckee.bench.nodes.RunningNode;

/**
 * The immutable shares of one file as they lie on the disks of all servers (spec/04 §2, §3.1), read
 * here with nothing but the format's description.
 *
 * @param byNumber each share that is on any server, by its number
 */
record StoredShares(SortedMap<Integer, Share> byNumber) {

  private static final int HEADER = 12;
  private static final int LEASE = 72;

  /**
   * One share.
   *
   * @param data without container header and leases
   * @param leases how many there are
   */
  record Share(byte[] data, int leases) {

    static Share read(Path file) throws IOException {
      ByteBuffer container = ByteBuffer.wrap(Files.readAllBytes(file));
      int version = container.getInt();
      if (version != 1 && version != 2) {
        throw new IOException(file + " has the unknown version " + version);
      }
      container.getInt();
      int leases = container.getInt();
      byte[] data = new byte[container.capacity() - HEADER - leases * LEASE];
      container.get(data);
      return new Share(data, leases);
    }
  }

  static StoredShares of(List<RunningNode> servers, String storageIndex) throws IOException {
    SortedMap<Integer, Share> shares = new TreeMap<>();
    for (RunningNode server : servers) {
      Path bucket = bucket(server, storageIndex);
      if (Files.isDirectory(bucket)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(bucket)) {
          for (Path file : files) {
            shares.put(Integer.valueOf(file.getFileName().toString()), Share.read(file));
          }
        }
      }
    }
    return new StoredShares(shares);
  }

  /** Where a server keeps the shares of a file. */
  static Path bucket(RunningNode server, String storageIndex) {
    return server
        .directory()
        .storage()
        .resolve("shares")
        .resolve(storageIndex.substring(0, 2))
        .resolve(storageIndex);
  }

  /** The contents of the shares, in the order of their numbers. */
  List<byte[]> data() {
    return byNumber.values().stream().map(Share::data).toList();
  }

  /** How many leases each share has, as a set: one element if all have equally many. */
  List<Integer> distinctLeaseCounts() {
    return byNumber.values().stream().map(Share::leases).distinct().collect(Collectors.toList());
  }
}
