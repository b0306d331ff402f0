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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.GridServer;
import org.truckee.grid.ServerId;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.Trouble;
import org.truckee.grid.spread.Happiness;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.transfer.Deadline;

/**
 * Sends the shares of one file, all at once, while they are made ({@code spec/01 §7.9}). A share
 * that cannot be sent is lost; that ends the upload only if neither the other shares nor other
 * servers make the plan happy any more. Used once, by one thread.
 */
final class SharePush {
  private static final Logger LOG = LoggerFactory.getLogger(SharePush.class);

  private final UploadPlan plan;
  private final Spread spread;
  private final FileHashes hashes;
  private final FileEncoder encoder;
  private final SegmentBuffers segments;
  private final UploadLimits limits;
  private final ServerLatencies latencies;
  private final Map<GrantedShare, ShareSender> senders = new LinkedHashMap<>();
  private final Set<GrantedShare> dropped = new HashSet<>();
  private final StallWatch stalls;
  private int arrived;

  SharePush(
      UploadPlan plan,
      Spread spread,
      List<ShareSender> senders,
      FileHashes hashes,
      FileEncoder encoder,
      SegmentBuffers segments,
      UploadLimits limits,
      ServerLatencies latencies) {
    this.plan = plan;
    this.spread = spread;
    this.hashes = hashes;
    this.encoder = encoder;
    this.segments = segments;
    this.limits = limits;
    this.latencies = latencies;
    senders.forEach(sender -> this.senders.put(sender.share(), sender));
    this.stalls =
        new StallWatch(
            limits.stallLimit(), this.senders, () -> segments.isExhausted() || encoder.hasEnded());
  }

  SharePusher.Pushed run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Aborts aborts = new Aborts(limits.stragglerGrace());
        Encoding encoding = new Encoding(encoder);
        Questions<GrantedShare, ShareSender> sending = new Questions<>("push", latencies)) {
      senders.forEach((share, sender) -> start(share, sender, sending));
      sending.watch(encoding::await);
      follow(sending, encoding, aborts);
    }
    if (arrived == senders.size()) {
      segments.release();
    }
    long end = System.nanoTime();
    Map<ServerId, Duration> sendingTimes = new HashMap<>();
    senders.forEach(
        (share, sender) ->
            sendingTimes.merge(
                share.server().id(), Duration.ofNanos(sender.sendingTime()), Duration::plus));
    return new SharePusher.Pushed(
        hashes.uriExtension(),
        Duration.ofNanos(encoder.workTime()),
        sendingTimes,
        Duration.ofNanos(end - encoder.lastBlock()),
        Duration.ofNanos(end - begin));
  }

  private void start(
      GrantedShare share, ShareSender sender, Questions<GrantedShare, ShareSender> sending) {
    Question<GrantedShare> question =
        sending.ask(
            share.server(),
            share,
            stalls.patience(),
            unused -> {
              sender.send();
              return sender;
            });
    // Nothing is expected of the server before there is something to send.
    question.suspend();
  }

  private void follow(
      Questions<GrantedShare, ShareSender> sending, Encoding encoding, Aborts aborts)
      throws IOException, InterruptedException {
    Deadline nextLook = Deadline.after(stalls.interval());
    while (sending.hasOpen() || sending.isWatching()) {
      Optional<Reply<GrantedShare, ShareSender>> reply = sending.next(nextLook);
      encoding.requireSound();
      if (nextLook.hasPassed()) {
        stalls.look(sending.open().toList());
        dropStalled(sending);
        nextLook = Deadline.after(stalls.interval());
      }
      switch (reply.orElse(null)) {
        case null -> {}
        case Reply.Answer(var question, var _) -> noteArrival(question.subject());
        case Reply.NoAnswer(var question, var trouble) -> {
          noteLoss(question.subject(), trouble);
          aborts.abort(question.subject());
          requireHappiness(question.subject(), trouble);
        }
        case Reply.Late<GrantedShare, ShareSender> _ -> dropStalled(sending);
      }
    }
  }

  private void noteArrival(GrantedShare share) {
    arrived++;
    spread.noteArrived(share);
  }

  private void noteLoss(GrantedShare share, Trouble trouble) {
    LOG.debug("share {} was lost on {}", share.share(), share.server(), trouble.cause());
    spread.noteLost(share);
  }

  /** Fails unless the plan is happy without a lost share, or can be made so with other servers. */
  private void requireHappiness(GrantedShare share, Trouble trouble)
      throws UploadUnhappinessException {
    Holders holders = spread.expected();
    int effective = holders.happiness();
    if (effective < plan.happy() && spread.placement().happiness() < plan.happy()) {
      String reason =
          Happiness.shortfall(holders.servers(), plan.geometry().needed(), plan.happy(), effective);
      throw new UploadUnhappinessException(
          "%s: share %s was lost on %s: %s"
              .formatted(reason, share.share(), share.server(), describe(trouble)),
          trouble.cause());
    }
  }

  private static String describe(Trouble trouble) {
    return trouble instanceof Trouble.Cancelled
        ? "it took no data for too long"
        : trouble.message();
  }

  /**
   * Gives up servers that stall, each with all of its shares. Those stay that neither the others
   * nor other servers can do without: then their own time limits have to end it.
   */
  private void dropStalled(Questions<GrantedShare, ShareSender> sending) {
    Set<GridServer> stalled =
        sending
            .open()
            .filter(stalls::stalls)
            .map(Question::server)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (GridServer server : stalled) {
      // All of its shares, or the one that is left would still be counted on.
      dropIfNotNeeded(
          server,
          sending.open().filter(question -> question.server().equals(server)).toList(),
          sending);
    }
  }

  private void dropIfNotNeeded(
      GridServer server,
      List<Question<GrantedShare>> questions,
      Questions<GrantedShare, ShareSender> sending) {
    Set<GrantedShare> without = new HashSet<>(dropped);
    questions.forEach(question -> without.add(question.subject()));
    if (spread.canDoWithout(without)) {
      LOG.debug("{} stalls and is given up with {} shares", server, questions.size());
      dropped.addAll(without);
      latencies.recordLate(server.id(), limits.stallLimit());
      questions.forEach(sending::interrupt);
    }
  }
}
