package org.truckee.grid.immutable.assist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.download.ShareBytes;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.download.ShareHeader;
import org.truckee.grid.servers.Inquiry;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/**
 * Finds out whether all shares of a file are in the grid, of which only the storage index is known
 * ({@code spec/07 §10.3}). Thread-safe.
 */
final class PresentFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PresentFiles.class);

  /** So many shares are asked for what they say of the file: some may be damaged. */
  private static final int ASKED = 3;

  private static final int MOST_SHARES = 256;
  private static final Comparator<GridServer> BY_ID = Comparator.comparing(GridServer::id);

  private final RankedServers servers;
  private final ClientLeaseSecret leaseSecret;
  private final BlockBuffers buffers;
  private final Patience patience;
  private final Duration leaseLimit;

  /**
   * For a grid.
   *
   * @param late after how long a server that has not answered is not waited for
   * @param limit how long an answer may take
   */
  PresentFiles(
      RankedServers servers,
      ClientLeaseSecret leaseSecret,
      BlockBuffers buffers,
      Duration late,
      Duration limit) {
    this.servers = servers;
    this.leaseSecret = leaseSecret;
    this.buffers = buffers;
    this.patience = Patience.of(late, limit);
    this.leaseLimit = limit;
  }

  /** The file, if there are as many different shares as it has; they get a lease then. */
  Optional<AssistedFile> find(StorageIndex index) throws InterruptedException {
    Map<GridServer, Map<ShareNumber, BucketReader>> holders = ask(index);
    List<BucketReader> readers =
        holders.values().stream().flatMap(shares -> shares.values().stream()).limit(ASKED).toList();
    SortedMap<ShareNumber, SortedSet<ServerId>> shares = new TreeMap<>();
    holders.forEach(
        (server, held) ->
            held.keySet()
                .forEach(
                    share -> shares.computeIfAbsent(share, _ -> new TreeSet<>()).add(server.id())));
    for (BucketReader reader : readers) {
      Optional<UriExtension> extension = read(index, reader);
      if (extension.isPresent()) {
        return complete(extension.get(), shares)
            ? Optional.of(found(index, holders.keySet(), extension.get(), shares))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Map<GridServer, Map<ShareNumber, BucketReader>> ask(StorageIndex index)
      throws InterruptedException {
    Map<GridServer, Map<ShareNumber, BucketReader>> holders = new TreeMap<>(BY_ID);
    Set<GridServer> late = new HashSet<>();
    List<GridServer> order = servers.inOrder(servers.connected(), index);
    try (Inquiry<Map<ShareNumber, BucketReader>> inquiry =
        new Inquiry<>(
            "look for a file",
            order,
            servers.latencies(),
            _ -> patience,
            question -> question.server().storage().getBuckets(index))) {
      inquiry.askAll();
      while (inquiry.hasMore() && !late.containsAll(inquiry.silent())) {
        switch (inquiry.next()) {
          case Reply.Answer(var question, var shares) -> {
            if (!shares.isEmpty()) {
              holders.put(question.server(), shares);
            }
          }
          case Reply.NoAnswer(var question, var trouble) ->
              LOG.debug("{} does not say what it has: {}", question.server(), trouble.message());
          case Reply.Late(var question) -> late.add(question.server());
        }
      }
    }
    return holders;
  }

  private Optional<UriExtension> read(StorageIndex index, BucketReader reader)
      throws InterruptedException {
    try {
      ShareBytes bytes = new ShareBytes(reader, buffers);
      return Optional.of(
          UriExtension.parse(ShareHeader.readUriExtension(bytes, ShareHeader.read(bytes))));
    } catch (ShareException | UriExtensionException e) {
      LOG.info("a share of {} cannot be read: {}", index.abbreviated(), e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean complete(
      UriExtension extension, SortedMap<ShareNumber, SortedSet<ServerId>> shares) {
    try {
      long total = extension.requiredNumber("total_shares");
      return total >= 1
          && total <= MOST_SHARES
          && shares.headMap(new ShareNumber((int) total)).size() == total;
    } catch (UriExtensionException | IllegalArgumentException e) {
      return false;
    }
  }

  private AssistedFile found(
      StorageIndex index,
      Set<GridServer> holders,
      UriExtension extension,
      SortedMap<ShareNumber, SortedSet<ServerId>> shares)
      throws InterruptedException {
    addLeases(index, new ArrayList<>(holders));
    return new AssistedFile(extension, shares, shares.size(), Optional.empty());
  }

  /** As an upload would: the client takes the file for uploaded. */
  private void addLeases(StorageIndex index, List<GridServer> holders) throws InterruptedException {
    long deadline = System.nanoTime() + leaseLimit.toNanos();
    try (TaskScope<GridServer, Boolean> scope = new TaskScope<>("add leases")) {
      holders.forEach(server -> scope.fork(server, () -> addLease(index, server)));
      while (scope.hasPending()
          && scope.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))).isPresent()) {
        LOG.trace("one server less to wait for");
      }
    }
  }

  private boolean addLease(StorageIndex index, GridServer server) throws InterruptedException {
    try {
      server.storage().addLease(index, leaseSecret.forFile(index).on(server));
      return true;
    } catch (StorageException e) {
      LOG.info("{} added no lease: {}", server, e.getMessage());
      return false;
    }
  }
}
