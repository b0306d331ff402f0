package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.truckee.capability.UriExtensionHash;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.storage.ShareNumber;

/**
 * One upload: finds servers, makes and sends the shares that they take, reads those that others
 * have written, waits for those that others are writing; and again from the beginning for shares
 * that were lost, damaged or given up on the way, until all that count are good; once is enough for
 * most files. Used once.
 */
final class FileUpload {
  private final UploadPlan plan;
  private final CrypttextUploader.Opener source;
  private final int segmentsInFlight;
  private final ServerSelector selector;
  private final Spread spread;
  private final FoundShareCheck foundShares;
  private final SharePusher pusher;
  private final IntConsumer sent;
  private Optional<UriExtension> extension;
  private Duration selection = Duration.ZERO;
  private Duration encoding;
  private final Map<ServerId, Duration> sending = new HashMap<>();
  private Duration closing = Duration.ZERO;
  private Duration pushing;

  /**
   * An upload of one file.
   *
   * @param ready the shares, if they were made already
   * @param segmentsInFlight how many segments there is memory for
   * @param sent hears of bytes of segments that all senders have done with
   */
  FileUpload(
      UploadPlan plan,
      CrypttextUploader.Opener source,
      Optional<ReadyShares> ready,
      ServerSelector selector,
      FoundShareCheck foundShares,
      SharePusher pusher,
      int segmentsInFlight,
      IntConsumer sent) {
    this.plan = plan;
    this.source = source;
    this.segmentsInFlight = segmentsInFlight;
    this.sent = sent;
    this.selector = selector;
    this.spread = selector.spread();
    this.foundShares = foundShares;
    this.pusher = pusher;
    this.extension = ready.map(ReadyShares::uriExtension);
    this.encoding = ready.map(ReadyShares::encoding).orElse(Duration.ZERO);
    this.pushing = encoding;
  }

  /**
   * Uploads the file.
   *
   * @throws IOException if too few servers were found, too many were lost, or the source failed; no
   *     share is left half sent
   */
  PushedFile run() throws IOException, InterruptedException {
    try {
      do {
        select();
        send();
        judge();
      } while (!selector.isSettled());
      return result();
    } catch (IOException | InterruptedException | RuntimeException e) {
      selector.giveUpGrants();
      throw e;
    }
  }

  private void select() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    selector.select();
    selection = selection.plusNanos(System.nanoTime() - begin);
  }

  private void send() throws IOException, InterruptedException {
    if (extension.isEmpty() || !spread.toBeSent().isEmpty()) {
      UploadPlan rest = extension.isPresent() ? plan.expecting(hash()) : plan;
      try (CrypttextSource crypttext = source.open()) {
        add(pusher.push(rest, spread, crypttext, segmentsInFlight, sent));
      }
    }
  }

  private UriExtensionHash hash() {
    return UriExtensionHash.of(extension.orElseThrow().bytes());
  }

  private void add(SharePusher.Pushed pushed) {
    extension = Optional.of(pushed.uriExtension());
    encoding = encoding.plus(pushed.encoding());
    pushed.sending().forEach((server, time) -> sending.merge(server, time, Duration::plus));
    closing = closing.plus(pushed.closing());
    pushing = pushing.plus(pushed.pushing());
  }

  /** Finds out what has become of all shares that count and that this upload did not write. */
  private void judge() throws InterruptedException {
    selector.awaitForeign();
    if (plan.isRepair()) {
      spread.unverified().forEach(spread::noteVerified);
      return;
    }
    foundShares.check(hash());
    if (spread.holders().happiness() >= plan.happy()) {
      spread.forgoLosses();
    }
  }

  private PushedFile result() {
    SortedMap<ShareNumber, SortedSet<ServerId>> sharemap = new TreeMap<>();
    for (GrantedShare share : spread.sent()) {
      sharemap.computeIfAbsent(share.share(), unused -> new TreeSet<>()).add(share.server().id());
    }
    return new PushedFile(
        extension.orElseThrow(),
        selector.preexisting(),
        sharemap,
        selection,
        encoding,
        sending.values().stream().reduce(Duration.ZERO, Duration::plus),
        sending,
        closing,
        pushing);
  }
}
