package org.truckee.storage.upkeep;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * A dry run of expiration: looks at all leases at once and tells what would be deleted. It can only
 * read, so that it deletes nothing whatever it is told.
 */
public final class ExpirationDryRun {
  private final ShareTree shares;
  private final Expiration expiration;
  private final Instant now;

  private long examined;
  private long examinedBytes;
  private long doomed;
  private long doomedBytes;
  private long leases;
  private long corrupt;

  /**
   * Of a store.
   *
   * @param expiration which leases would end; whether they would be removed does not matter
   * @param now the moment to judge by
   */
  public ExpirationDryRun(ShareTree shares, Expiration expiration, Instant now) {
    this.shares = shares;
    this.expiration = expiration;
    this.now = now;
  }

  /** Is told what is found. */
  public interface Listener {
    /**
     * A share would be deleted.
     *
     * @param bucket its storage index in base32
     * @param share what it is; its last lease ended at the greatest of its expirations
     */
    void wouldDelete(String bucket, FoundContainer.Sound share) throws IOException;

    /** A share cannot be read and would be left alone. */
    void damaged(String bucket, FoundContainer.Damaged share) throws IOException;
  }

  /**
   * What was found.
   *
   * @param examined shares that were looked at
   * @param examinedBytes what they take on the disk
   * @param deleted shares that would be deleted
   * @param deletedBytes what they take on the disk
   * @param leases leases that would be taken from shares that stay
   * @param damaged shares that cannot be read
   */
  public record Result(
      long examined,
      long examinedBytes,
      long deleted,
      long deletedBytes,
      long leases,
      long damaged) {}

  /**
   * Looks at all shares.
   *
   * @throws IOException if the disk fails, or the listener
   */
  public Result run(Listener listener) throws IOException, InterruptedException {
    LeaseRule rule = expiration.at(now);
    for (String prefix : Prefixes.ALL) {
      for (String name : shares.buckets(prefix)) {
        for (FoundContainer share : shares.bucket(name).shares()) {
          look(name, share, rule, listener);
        }
      }
    }
    return new Result(examined, examinedBytes, doomed, doomedBytes, leases, corrupt);
  }

  private void look(String bucket, FoundContainer share, LeaseRule rule, Listener listener)
      throws IOException {
    switch (share) {
      case FoundContainer.Damaged damaged -> {
        corrupt++;
        listener.damaged(bucket, damaged);
      }
      case FoundContainer.Sound sound -> {
        examined++;
        examinedBytes += sound.diskBytes();
        List<Long> ended =
            sound.expirations().stream()
                .filter(lease -> rule.hasEnded(sound.kind(), lease))
                .toList();
        if (!ended.isEmpty() && ended.size() == sound.expirations().size()) {
          doomed++;
          doomedBytes += sound.diskBytes();
          listener.wouldDelete(bucket, sound);
        } else {
          leases += ended.size();
        }
      }
    }
  }
}
