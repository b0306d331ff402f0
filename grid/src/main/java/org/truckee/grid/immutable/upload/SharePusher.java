package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.GridServer;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.GridResources;
import org.truckee.grid.spread.Happiness;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.transfer.Deadline;
import org.truckee.grid.transfer.Outcome;
import org.truckee.grid.transfer.TaskScope;

/**
 * Makes the shares of a file and sends them to the servers that were selected, all at once ({@code
 * spec/01 §7.9}). A share that cannot be sent is lost; that ends the upload only if neither the
 * others nor other servers make the plan happy any more.
 */
final class SharePusher {
  private static final Logger LOG = LoggerFactory.getLogger(SharePusher.class);

  /** So many times in a stall limit it is looked whether a server stalls. */
  private static final int LOOKS_PER_STALL_LIMIT = 4;

  private final GridResources grid;
  private final UploadPlan plan;
  private final Spread spread;
  private final FileHashes hashes;
  private final SegmentBuffers buffers;
  private final FileEncoder encoder;
  private final Map<GrantedShare, ShareSender> senders = new LinkedHashMap<>();
  private final Map<GrantedShare, TaskScope<Part, Void>.Task> sending = new LinkedHashMap<>();
  private final Set<GrantedShare> dropped = new HashSet<>();

  /** For how long the others have waited for a sender since it last waited itself. */
  private final Map<GrantedShare, Duration> heldUp = new HashMap<>();

  private int arrived;

  /**
   * What became of the shares; which of them are complete is noted in the spread.
   *
   * @param uriExtensionHash for the capabilities of the file
   * @param encoding reading, enciphering, coding and hashing, summed over all threads
   * @param sending waiting for servers to take data, summed over all shares
   * @param closing from the last block to the last share's end
   * @param pushing from the first block to the last share's end
   */
  record Pushed(
      UriExtensionHash uriExtensionHash,
      Duration encoding,
      Duration sending,
      Duration closing,
      Duration pushing) {}

  /** What goes on at once: one encoder with many coders, and a sender for each share. */
  private sealed interface Part {
    record Encoding() implements Part {}

    record Coding() implements Part {}

    record Sending(GrantedShare share) implements Part {}
  }

  SharePusher(
      GridResources grid,
      UploadPlan plan,
      Spread spread,
      CrypttextSource crypttext,
      int segmentsInFlight,
      IntConsumer sent) {
    this.grid = grid;
    this.plan = plan;
    this.spread = spread;
    this.hashes = new FileHashes(plan.geometry(), plan.total(), plan.layout());
    int segmentsPerWrite =
        FileEncoder.segmentsPerWrite(plan, grid.uploadLimits(), segmentsInFlight);
    for (GrantedShare share : spread.toBeSent()) {
      senders.put(share, new ShareSender(share, plan, hashes, segmentsPerWrite));
    }
    this.buffers =
        new SegmentBuffers(plan.geometry(), plan.total(), segmentsInFlight, grid.buffers(), sent);
    this.encoder =
        new FileEncoder(
            plan, crypttext, List.copyOf(senders.values()), hashes, buffers, grid.workers());
  }

  /**
   * Sends all shares that are to be sent.
   *
   * @throws UploadUnhappinessException if so many were lost that no other servers make the plan
   *     happy
   * @throws IOException if the source failed; in both cases what was not sent is left to the caller
   */
  Pushed push() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Aborts aborts = new Aborts(grid.uploadLimits().stragglerGrace());
        TaskScope<Part, Void> scope = new TaskScope<>("push")) {
      start(scope);
      follow(scope, aborts);
    }
    if (arrived == senders.size()) {
      buffers.release();
    }
    long end = System.nanoTime();
    long sendingTime = senders.values().stream().mapToLong(ShareSender::sendingTime).sum();
    return new Pushed(
        UriExtensionHash.of(hashes.uriExtension()),
        Duration.ofNanos(encoder.workTime()),
        Duration.ofNanos(sendingTime),
        Duration.ofNanos(end - encoder.lastBlock()),
        Duration.ofNanos(end - begin));
  }

  private void start(TaskScope<Part, Void> scope) {
    senders.forEach(
        (share, sender) ->
            sending.put(
                share,
                scope.fork(
                    new Part.Sending(share),
                    () -> {
                      sender.send();
                      return null;
                    })));
    scope.fork(
        new Part.Encoding(),
        () -> {
          encoder.encode(scope, new Part.Coding());
          return null;
        });
  }

  private void follow(TaskScope<Part, Void> scope, Aborts aborts)
      throws IOException, InterruptedException {
    Duration look = grid.uploadLimits().stallLimit().dividedBy(LOOKS_PER_STALL_LIMIT);
    Deadline nextLook = Deadline.after(look);
    while (scope.hasPending()) {
      Optional<Outcome<Part, Void>> outcome = scope.next(nextLook.remaining());
      if (nextLook.hasPassed()) {
        dropStalled(look);
        nextLook = Deadline.after(look);
      }
      if (outcome.isEmpty()) {
        continue;
      }
      switch (outcome.get()) {
        case Outcome.Success(Part.Sending(var share), var nothing) -> noteArrival(share);
        case Outcome.Success(var part, var nothing) -> {}
        case Outcome.Failure(Part.Sending(var share), var problem) -> {
          noteLoss(share, problem);
          aborts.abort(share);
          requireHappiness(share, problem);
        }
        case Outcome.Failure<Part, Void> failure -> failure.value(IOException.class);
      }
    }
  }

  private void noteArrival(GrantedShare share) {
    sending.remove(share);
    arrived++;
    spread.noteArrived(share);
  }

  private void noteLoss(GrantedShare share, Exception problem) {
    LOG.debug("share {} was lost on {}", share.share(), share.server(), problem);
    sending.remove(share);
    spread.noteLost(share);
  }

  /** Or at least that it can be had with other servers. */
  private void requireHappiness(GrantedShare share, Exception problem)
      throws UploadUnhappinessException {
    Holders holders = spread.expected();
    int effective = holders.happiness();
    if (effective < plan.happy() && spread.placement().happiness() < plan.happy()) {
      String reason =
          Happiness.shortfall(holders.servers(), plan.geometry().needed(), plan.happy(), effective);
      throw new UploadUnhappinessException(
          "%s: share %s was lost on %s: %s"
              .formatted(reason, share.share(), share.server(), describe(problem)),
          problem);
    }
  }

  /**
   * Gives up servers for which most others have waited too long, in one write or in several. Not so
   * if most are slow, if the source is, or if neither the others nor other servers can do without
   * them: then their own time limits have to end it.
   */
  private void dropStalled(Duration sinceLastLook) {
    Set<GridServer> stalled =
        sending.keySet().stream()
            .filter(share -> hasStalled(share, sinceLastLook))
            .map(GrantedShare::server)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (GridServer server : stalled) {
      // All of its shares, or the one that is left would still be counted on.
      dropIfNotNeeded(
          server, sending.keySet().stream().filter(s -> s.server().equals(server)).toList());
    }
  }

  /** Blames a server for the last while if it held up the others, until it has caught up. */
  private boolean hasStalled(GrantedShare share, Duration sinceLastLook) {
    long limit = grid.uploadLimits().stallLimit().toNanos();
    long writing = senders.get(share).sendingFor(System.nanoTime());
    if (writing == 0) {
      heldUp.remove(share);
      return false;
    }
    if (writing >= limit / LOOKS_PER_STALL_LIMIT && theOthersWait()) {
      heldUp.merge(share, sinceLastLook, Duration::plus);
    }
    Duration blame = heldUp.getOrDefault(share, Duration.ZERO);
    return blame.toNanos() >= limit - limit / LOOKS_PER_STALL_LIMIT;
  }

  private boolean theOthersWait() {
    long now = System.nanoTime();
    long busy =
        sending.keySet().stream().filter(share -> senders.get(share).sendingFor(now) > 0).count();
    boolean nothingToSend = buffers.isExhausted() || encoder.hasEnded();
    return nothingToSend && 2 * busy <= senders.size();
  }

  private void dropIfNotNeeded(GridServer server, List<GrantedShare> shares) {
    Set<GrantedShare> without = new HashSet<>(dropped);
    without.addAll(shares);
    if (spread.canDoWithout(without)) {
      LOG.debug("{} stalls and is given up with {} shares", server, shares.size());
      dropped.addAll(shares);
      grid.latencies().recordLate(server.id(), grid.uploadLimits().stallLimit());
      shares.forEach(share -> sending.get(share).cancel());
    }
  }

  private static String describe(Exception problem) {
    return problem instanceof InterruptedException
        ? "it took no data for too long"
        : String.valueOf(problem.getMessage());
  }
}
