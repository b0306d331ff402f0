package org.truckee.firstgen.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.peers.Concurrently;
import org.truckee.firstgen.peers.Peers;
import org.truckee.firstgen.peers.StoragePeer;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.ShareSink;
import org.truckee.firstgen.uri.ClientSecret;
import org.truckee.firstgen.uri.LeaseSecrets;
import org.truckee.firstgen.uri.OldStorageIndex;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.LocalObject;

/**
 * Finds peers that take the shares of a file, in rounds ({@code spec/12 §10.2}, "Tahoe3"): those
 * that refuse, or are full, are not asked in the next.
 */
final class PeerSelection {
  private static final Logger LOG = LoggerFactory.getLogger(PeerSelection.class);

  private final OldStorageIndex index;
  private final EncodingParameters parameters;
  private final int allocatedSize;
  private final ClientSecret secret;
  private final Duration limit;

  private final Map<StoragePeer, OldRemote.StorageServer> servers = new HashMap<>();
  private final Set<Integer> homeless = new TreeSet<>();
  private final Map<Integer, ShareSink> sinks = new TreeMap<>();

  PeerSelection(
      OldStorageIndex index,
      EncodingParameters parameters,
      int allocatedSize,
      ClientSecret secret,
      Duration limit) {
    this.index = index;
    this.parameters = parameters;
    this.allocatedSize = allocatedSize;
    this.secret = secret;
    this.limit = limit;
    for (int share = 0; share < parameters.total(); share++) {
      homeless.add(share);
    }
  }

  /**
   * Where shares can be sent; those that are there already are not among them.
   *
   * @param peers in the order for this file
   * @throws UploadException if too few shares can be placed
   */
  Map<Integer, ShareSink> run(List<StoragePeer> peers) throws IOException, InterruptedException {
    if (peers.isEmpty()) {
      throw new UploadException("peer selection left us with zero peers for our data");
    }
    List<StoragePeer> usable = new ArrayList<>(peers);
    while (!homeless.isEmpty() && !usable.isEmpty()) {
      usable.removeAll(round(usable));
    }
    if (!homeless.isEmpty() && homeless.size() >= parameters.total() - parameters.desired()) {
      throw new UploadException(
          "placed %d shares of %d, %d are desired: there are too few peers with room, or too many"
                  .formatted(
                      parameters.total() - homeless.size(),
                      parameters.total(),
                      parameters.desired())
              + " that cannot be reached");
    }
    return sinks;
  }

  /** Asks every peer once; those that are of no use any more. */
  private Set<StoragePeer> round(List<StoragePeer> usable) throws InterruptedException {
    List<byte[]> places = usable.stream().map(peer -> Peers.place(index, peer.nodeId())).toList();
    List<Set<Integer>> wanted = ShareRing.assign(places, homeless, parameters.total());
    List<Callable<OldRemote.Granted>> questions = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      StoragePeer peer = usable.get(i);
      Set<Integer> shares = wanted.get(i);
      questions.add(() -> ask(peer, shares));
    }
    Set<StoragePeer> useless = new HashSet<>();
    List<Concurrently.Outcome<OldRemote.Granted>> answers = Concurrently.all(questions);
    for (int i = 0; i < answers.size(); i++) {
      StoragePeer peer = usable.get(i);
      switch (answers.get(i)) {
        case Concurrently.Outcome.Done<OldRemote.Granted> done -> {
          if (!accept(peer, wanted.get(i), done.value())) {
            useless.add(peer);
          }
        }
        case Concurrently.Outcome.Failed<OldRemote.Granted> failed -> {
          LOG.info("{} takes no shares: {}", peer, failed.reason().getMessage());
          useless.add(peer);
        }
      }
    }
    return useless;
  }

  private OldRemote.Granted ask(StoragePeer peer, Set<Integer> shares)
      throws IOException, InterruptedException {
    OldRemote.StorageServer server;
    synchronized (servers) {
      server = servers.get(peer);
    }
    if (server == null) {
      server = peer.storage(limit);
      synchronized (servers) {
        servers.put(peer, server);
      }
    }
    LeaseSecrets leases = secret.leases(index, peer.nodeId());
    try {
      return server.allocateBuckets(
          index.bytes(),
          leases.renew().bytes(),
          leases.cancel().bytes(),
          shares,
          allocatedSize,
          LocalObject.canary());
    } catch (ReportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Notes what a peer takes; false if it is full. What was not asked for is not believed. */
  private boolean accept(StoragePeer peer, Set<Integer> wanted, OldRemote.Granted granted) {
    Set<Integer> placed = new HashSet<>(granted.alreadyGot());
    granted
        .writers()
        .forEach(
            (share, writer) -> {
              if (wanted.contains(share)) {
                sinks.putIfAbsent(share, new RemoteSink(peer, share, writer));
                placed.add(share);
              }
            });
    homeless.removeAll(placed);
    return placed.containsAll(wanted);
  }
}
