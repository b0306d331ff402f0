package org.truckee.storage.upkeep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a walk of the lease checker has found so far: {@code cycle-to-date}. */
final class CycleTally {
  private static final Logger LOG = LoggerFactory.getLogger(CycleTally.class);

  /** All of them are logged; so many are kept, so that the state stays small. */
  private static final int MOST_CORRUPT = 10_000;

  private static final String AGES = "lease-age-histogram";

  /** Where the state file has the ages; see {@link #stored}. */
  private static final String STORED_AGES = "truckee-lease-ages";

  private static final String PER_SHARE = "leases-per-share-histogram";
  private static final String CORRUPT = "corrupt-shares";
  private static final String SPACE = "space-recovered";

  private final LeaseAges ages = new LeaseAges();
  private final TreeMap<Long, Long> leasesPerShare = new TreeMap<>();
  private final List<CorruptShare> corrupt = new ArrayList<>();
  private final SpaceTally space;

  /** One in which nothing was found yet. */
  CycleTally() {
    this.space = new SpaceTally();
  }

  /** One that goes on from what was written. */
  CycleTally(Members written) {
    this.space = SpaceTally.of(written.members(SPACE));
    ages.load(written.list(AGES));
    if (written.list(AGES).isEmpty()) {
      ages.load(written.list(STORED_AGES));
    }
    Members perShare = written.members(PER_SHARE);
    for (String leases : perShare.all().keySet()) {
      if (leases.matches("[0-9]{1,10}")) {
        perShare
            .number(leases)
            .ifPresent(shares -> leasesPerShare.put(Long.parseLong(leases), shares));
      }
    }
    corrupt.addAll(corrupt(written));
  }

  /** The corrupt shares that were written of a walk. */
  static List<CorruptShare> corrupt(Members written) {
    List<CorruptShare> corrupt = new ArrayList<>();
    for (Object entry : written.list(CORRUPT)) {
      if (corrupt.size() < MOST_CORRUPT
          && entry instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof String bucket
          && pair.get(1) instanceof Long number) {
        corrupt.add(new CorruptShare(bucket, number));
      }
    }
    return corrupt;
  }

  SpaceTally space() {
    return space;
  }

  List<CorruptShare> corrupt() {
    return List.copyOf(corrupt);
  }

  void addCorrupt(String bucket, FoundContainer.Damaged share) {
    LOG.warn("share {} of {} cannot be read: {}", share.number(), bucket, share.reason());
    if (corrupt.size() < MOST_CORRUPT) {
      corrupt.add(new CorruptShare(bucket, share.number().value()));
    }
  }

  /** Counts the leases of a share. */
  void addLeases(List<Long> expirations, long now) {
    leasesPerShare.merge((long) expirations.size(), 1L, Long::sum);
    for (long expiration : expirations) {
      ages.add(now - (expiration - Expiration.GRANTED.toSeconds()));
    }
  }

  /** As status pages and the history have it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    List<Object> shares = new ArrayList<>();
    corrupt.forEach(share -> shares.add(List.of(share.bucket(), share.number())));
    json.put(CORRUPT, shares);
    json.put(SPACE, space.json());
    json.put(AGES, ages.json());
    Map<String, Object> perShare = new LinkedHashMap<>();
    leasesPerShare.forEach((leases, count) -> perShare.put(leases.toString(), count));
    json.put(PER_SHARE, perShare);
    return json;
  }

  /**
   * As the state file has it. The reference writes the ages as a list and stumbles over it when it
   * goes on with the walk; over a map it does not, so that it gets an empty one, and our list has
   * another name.
   */
  Map<String, Object> stored() {
    Map<String, Object> stored = json();
    stored.put(AGES, Map.of());
    stored.put(STORED_AGES, ages.json());
    return stored;
  }
}
