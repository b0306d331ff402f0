package org.truckee.firstgen.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.ShareSource;
import org.truckee.firstgen.uri.OldStorageIndex;
import org.truckee.foolscap.ReportedException;

/** The shares that the nodes of a grid have: all of them are asked ({@code spec/12 §11.1}). */
public final class PeerShares implements ShareSource {
  private static final Logger LOG = LoggerFactory.getLogger(PeerShares.class);

  private final Peers peers;
  private final Duration limit;

  /** The shares of these nodes; each call may take {@code limit}. */
  public PeerShares(Peers peers, Duration limit) {
    this.peers = peers;
    this.limit = limit;
  }

  @Override
  public List<Found> find(OldStorageIndex index) throws IOException, InterruptedException {
    List<StoragePeer> asked = peers.permuted(index);
    if (asked.isEmpty()) {
      throw new IOException("no other node is connected, so no share can be found");
    }
    List<Callable<Map<Integer, OldRemote.BucketReader>>> questions = new ArrayList<>();
    for (StoragePeer peer : asked) {
      questions.add(() -> ask(peer, index));
    }
    List<Found> found = new ArrayList<>();
    List<Concurrently.Outcome<Map<Integer, OldRemote.BucketReader>>> answers =
        Concurrently.all(questions);
    for (int i = 0; i < answers.size(); i++) {
      StoragePeer peer = asked.get(i);
      switch (answers.get(i)) {
        case Concurrently.Outcome.Done<Map<Integer, OldRemote.BucketReader>> done ->
            new TreeMap<>(done.value())
                .forEach(
                    (number, reader) ->
                        found.add(new Found(number, new RemoteShare(peer, number, reader))));
        case Concurrently.Outcome.Failed<Map<Integer, OldRemote.BucketReader>> failed ->
            LOG.info("{} does not say what it has: {}", peer, failed.reason().getMessage());
      }
    }
    return found;
  }

  private Map<Integer, OldRemote.BucketReader> ask(StoragePeer peer, OldStorageIndex index)
      throws IOException, InterruptedException {
    try {
      return peer.storage(limit).getBuckets(index.bytes());
    } catch (ReportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
