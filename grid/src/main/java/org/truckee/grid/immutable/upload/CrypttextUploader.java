package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.truckee.crypto.Hashes;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridException;
import org.truckee.grid.ProgressListener;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.transfer.ProgressMeter;
import org.truckee.memory.MemoryBudget;

/**
 * Finds servers for the shares of an enciphered file, makes the shares and sends them. Knows no key
 * and no plaintext, so that repairs use it, too.
 */
public final class CrypttextUploader {
  /** How long an upload waits for memory: many large ones at once wait for one another. */
  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);

  private final RankedServers servers;
  private final ServerCapacities capacities;
  private final ClientLeaseSecret leaseSecret;
  private final UploadLimits limits;
  private final MemoryBudget memory;
  private final SharePusher pusher;
  private final FoundShareReader foundShares;
  private final EqualUploads uploads;

  /**
   * An uploader for a grid.
   *
   * @param leaseSecret from which the lease secrets follow
   * @param limits what one upload may take
   * @param memory what all uploads together may take
   * @param foundShares reads shares that servers had before
   */
  public CrypttextUploader(
      RankedServers servers,
      ServerCapacities capacities,
      ClientLeaseSecret leaseSecret,
      UploadLimits limits,
      MemoryBudget memory,
      SharePusher pusher,
      FoundShareReader foundShares) {
    this.servers = servers;
    this.capacities = capacities;
    this.leaseSecret = leaseSecret;
    this.limits = limits;
    this.memory = memory;
    this.pusher = pusher;
    this.foundShares = foundShares;
    this.uploads = new EqualUploads(limits.foreignLimit().multipliedBy(2));
  }

  /**
   * Opens the crypttext: of a small file at once, else when servers have been found, so that
   * nothing is read in vain; and again when shares have to be made for other servers.
   */
  @FunctionalInterface
  public interface Opener {
    CrypttextSource open() throws IOException, InterruptedException;
  }

  /**
   * Uploads a file, or takes the result of another upload of the same file that was under way.
   *
   * @throws IOException if no servers were found, too many were lost, or the source failed; no
   *     share is left half sent
   */
  public PushedFile upload(UploadPlan plan, Opener source, ProgressListener progress)
      throws IOException, InterruptedException {
    ProgressMeter meter = new ProgressMeter(progress, plan.geometry().fileSize());
    PushedFile pushed =
        uploads.join(
            plan,
            signOfProgress ->
                upload(
                    plan,
                    source,
                    bytes -> {
                      signOfProgress.run();
                      meter.add(bytes);
                    }));
    meter.finish();
    return pushed;
  }

  /** Whether there is enough memory for the segments of such a file, if others leave it. */
  public boolean canHold(UploadPlan plan) {
    return CodedSegment.memory(plan.geometry(), plan.total()) <= memory.bytes();
  }

  /** The bytes of all hashes of the shares of such a file, which are kept until its end. */
  public static long hashMemory(UploadPlan plan) {
    return 2L * Hashes.HASH_LENGTH * plan.geometry().segments() * (plan.total() + 1L);
  }

  private PushedFile upload(UploadPlan plan, Opener source, IntConsumer sent)
      throws IOException, InterruptedException {
    long segment = CodedSegment.memory(plan.geometry(), plan.total());
    long most = segment * FileEncoder.segmentsInFlight(plan, limits);
    long whole = ReadyShares.fits(plan) ? ReadyShares.memory(plan) : 0;
    try (MemoryBudget.Grant granted = memory(segment + whole, most + whole)) {
      int segments = (int) Math.max(1, (granted.bytes() - whole) / segment);
      Optional<ReadyShares> ready = ready(plan, source);
      ServerSelector selector = new ServerSelector(servers, limits, plan, questions(plan, ready));
      FoundShareCheck check =
          new FoundShareCheck(foundShares, servers.latencies(), limits, plan, selector);
      return new FileUpload(plan, source, ready, selector, check, pusher, segments, sent).run();
    }
  }

  private SpaceQuestions questions(UploadPlan plan, Optional<ReadyShares> ready) {
    return new SpaceQuestions(
        plan.index(), plan.shareLength(), leaseSecret.forFile(plan.index()), ready, capacities);
  }

  private MemoryBudget.Grant memory(long least, long most)
      throws GridException, InterruptedException {
    return memory
        .take(least, most, FOR_MEMORY)
        .orElseThrow(
            () ->
                new TooManyTransfersException(
                    "too many uploads are under way: there was no memory for another one within %d"
                        + " minutes. Wait for some to end, then try again."
                            .formatted(FOR_MEMORY.toMinutes())));
  }

  /** The shares, if they are small and there is a server that takes them whole. */
  private Optional<ReadyShares> ready(UploadPlan plan, Opener source)
      throws IOException, InterruptedException {
    if (!ReadyShares.fits(plan)
        || servers.connected().stream()
            .noneMatch(server -> server.uploadPermitted() && server.storesWhole())) {
      return Optional.empty();
    }
    try (CrypttextSource crypttext = source.open()) {
      return Optional.of(pusher.make(plan, crypttext));
    }
  }
}
