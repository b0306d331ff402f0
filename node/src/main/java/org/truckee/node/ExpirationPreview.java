package org.truckee.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.storage.disk.SharesOnDisk;
import org.truckee.storage.upkeep.Expiration;
import org.truckee.storage.upkeep.ExpirationDryRun;
import org.truckee.storage.upkeep.FoundContainer;

/**
 * Which shares the node of a directory would delete because their leases have ended. Nothing is
 * changed or locked, whether the node runs or not.
 */
public final class ExpirationPreview {
  private final Path shares;
  private final Expiration configured;
  private final Expiration expiration;

  private ExpirationPreview(Path shares, Expiration configured, Expiration expiration) {
    this.shares = shares;
    this.configured = configured;
    this.expiration = expiration;
  }

  /**
   * For the node of a directory, as it is configured.
   *
   * @throws NodeException if the configuration cannot be used, or there is no storage
   */
  public static ExpirationPreview of(Path directory) throws NodeException {
    NodeConfiguration.StorageSettings storage =
        NodeConfiguration.read(directory)
            .storage()
            .orElseThrow(
                () -> new NodeException("the node in '%s' keeps no shares".formatted(directory)));
    Expiration configured = storage.upkeep().expiration();
    return new ExpirationPreview(storage.directory(), configured, configured);
  }

  /** As if leases ended so long after they were granted or renewed. */
  public ExpirationPreview withAge(Duration limit) {
    return with(new Expiration.Age(Optional.of(limit)));
  }

  /** As if leases had ended that were granted or renewed before a moment. */
  public ExpirationPreview withCutoff(Instant moment) {
    return with(new Expiration.CutoffDate(moment));
  }

  private ExpirationPreview with(Expiration.Rule rule) {
    return new ExpirationPreview(
        shares, configured, new Expiration(rule, configured.kinds(), Expiration.Removal.REHEARSED));
  }

  /** Takes what is found, one thing after the other. */
  @FunctionalInterface
  public interface Findings {
    /** Takes one. */
    void take(Finding finding) throws IOException;
  }

  /** What is found. */
  public sealed interface Finding {
    /** The same in words. */
    String text();
  }

  /**
   * A share that has no lease left.
   *
   * @param place its storage index and number
   * @param kind immutable or mutable
   * @param size of its file in bytes
   * @param lastLease when the last one of those that it has ends, or ended
   */
  public record WouldDelete(String place, String kind, long size, Instant lastLease)
      implements Finding {
    @Override
    public String text() {
      return "%s: %s, %d bytes, last lease until %s"
          .formatted(place, kind, size, lastLease.atZone(ZoneOffset.UTC).toLocalDate());
    }
  }

  /** A share that cannot be read, and is left alone. */
  public record Unreadable(String place, String reason) implements Finding {
    @Override
    public String text() {
      return "%s: cannot be read: %s".formatted(place, reason);
    }
  }

  /**
   * All of them, at the end.
   *
   * @param deleted how many shares would be deleted, with {@code deletedBytes} in their files
   * @param examined how many there are
   * @param leases how many would be taken from shares that others hold
   * @param damaged how many cannot be read
   * @param removes whether the running node deletes what its configuration says
   */
  public record Sum(
      long deleted,
      long examined,
      long deletedBytes,
      long examinedBytes,
      long leases,
      long damaged,
      boolean removes)
      implements Finding {
    @Override
    public String text() {
      return "%d of %d shares would be deleted (%d of %d bytes), and %d leases taken from others\n"
              .formatted(deleted, examined, deletedBytes, examinedBytes, leases)
          + (damaged > 0 ? "%d shares cannot be read and are left alone\n".formatted(damaged) : "")
          + (removes
              ? "Nothing was deleted now. The running node deletes what its configuration says."
              : "Nothing was deleted, and with its configuration the node deletes nothing either.");
    }
  }

  /**
   * Looks at all shares: tells each that would be deleted or cannot be read, then the sum.
   *
   * @param now the moment to judge by
   * @throws NodeException if the shares cannot be looked at
   * @throws IOException if a finding is not taken
   */
  public void run(Findings findings, Instant now)
      throws NodeException, IOException, InterruptedException {
    SharesOnDisk found;
    try {
      found = SharesOnDisk.of(shares);
    } catch (IOException e) {
      throw new NodeException("there are no shares in '%s'".formatted(shares), e);
    }
    ExpirationDryRun.Result result =
        new ExpirationDryRun(found, expiration, now).run(new Named(findings));
    findings.take(
        new Sum(
            result.deleted(),
            result.examined(),
            result.deletedBytes(),
            result.examinedBytes(),
            result.leases(),
            result.damaged(),
            configured.removes()));
  }

  private record Named(Findings findings) implements ExpirationDryRun.Listener {
    @Override
    public void wouldDelete(String bucket, FoundContainer.Sound share) throws IOException {
      long last = share.expirations().stream().mapToLong(Long::longValue).max().orElse(0);
      findings.take(
          new WouldDelete(
              "%s/%s".formatted(bucket, share.number()),
              share.kind().word(),
              share.size(),
              Instant.ofEpochSecond(last)));
    }

    @Override
    public void damaged(String bucket, FoundContainer.Damaged share) throws IOException {
      findings.take(new Unreadable("%s/%s".formatted(bucket, share.number()), share.reason()));
    }
  }
}
