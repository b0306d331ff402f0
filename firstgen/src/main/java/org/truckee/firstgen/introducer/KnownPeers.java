package org.truckee.firstgen.introducer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.peers.Peers;
import org.truckee.firstgen.peers.StoragePeer;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Reconnector;
import org.truckee.foolscap.tub.Tub;

/**
 * The nodes that an introducer has told of, the own one among them ({@code spec/12 §12.1}). They
 * are connected with again and again; those that are connected now are peers.
 */
@Concurrent
public final class KnownPeers implements OldRemote.IntroducerClient, Peers {
  private static final Logger LOG = LoggerFactory.getLogger(KnownPeers.class);

  /** An introducer cannot have us connect with more. */
  private static final int MAX_PEERS = 1000;

  private final Tub tub;
  private final Duration limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<TubId, Reconnector> known = new LinkedHashMap<>();
  private volatile Optional<EncodingParameters> advice = Optional.empty();

  /** Nobody is known yet; each call to a peer may take {@code limit}. */
  public KnownPeers(Tub tub, Duration limit) {
    this.tub = tub;
    this.limit = limit;
  }

  @Override
  public void newPeers(Set<byte[]> furls) {
    for (byte[] text : furls) {
      try {
        Furl furl = Furl.parse(new String(text, StandardCharsets.ISO_8859_1));
        TubId node =
            furl.tubId().orElseThrow(() -> new IllegalArgumentException("no tub has such an id"));
        add(node, furl);
      } catch (IllegalArgumentException e) {
        LOG.warn("the introducer tells of a peer that cannot be: {}", e.getMessage());
      }
    }
  }

  private void add(TubId node, Furl furl) {
    lock.lock();
    try {
      if (known.containsKey(node)) {
        return;
      }
      if (known.size() >= MAX_PEERS) {
        LOG.warn("the introducer tells of more than {} peers", MAX_PEERS);
        return;
      }
      known.put(node, tub.keepConnected(furl, this::connected));
    } finally {
      lock.unlock();
    }
  }

  private void connected(RemoteReference peer) {
    LOG.info("peer {} is connected", peer.peer().tubId());
    tellWaiting();
  }

  private void tellWaiting() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void setEncodingParameters(OldRemote.Encoding parameters) {
    try {
      advice =
          Optional.of(
              new EncodingParameters(
                  parameters.needed(), parameters.desired(), parameters.total()));
    } catch (IllegalArgumentException e) {
      LOG.warn("the introducer gives advice that cannot be followed: {}", e.getMessage());
    }
    tellWaiting();
  }

  /** How files are to be encoded. */
  public EncodingParameters encoding() {
    return advice.orElse(EncodingParameters.WITHOUT_ADVICE);
  }

  @Override
  public List<StoragePeer> connected() {
    Map<TubId, Reconnector> all;
    lock.lock();
    try {
      all = new LinkedHashMap<>(known);
    } finally {
      lock.unlock();
    }
    List<StoragePeer> peers = new ArrayList<>();
    all.forEach(
        (node, reconnector) ->
            reconnector
                .current()
                .ifPresent(
                    object ->
                        peers.add(
                            new StoragePeer(node, object.as(OldRemote.Client.class, limit)))));
    return peers;
  }

  /** How many nodes are known, connected or not. */
  public int known() {
    lock.lock();
    try {
      return known.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many are connected; false if they are not in time. */
  public boolean await(int count, Duration patience) throws InterruptedException {
    return await(() -> connected().size() >= count, patience);
  }

  /**
   * Waits until the introducer has said how files are to be encoded, which it does after naming
   * peers; false if it does not in time.
   */
  public boolean awaitAdvice(Duration patience) throws InterruptedException {
    return await(() -> advice.isPresent(), patience);
  }

  private boolean await(BooleanSupplier reached, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!reached.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
