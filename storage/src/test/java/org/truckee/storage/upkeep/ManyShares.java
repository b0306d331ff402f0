package org.truckee.storage.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/**
 * A program that has both crawlers go over many shares, in a heap that could not hold their names.
 * There are no files: what a crawler keeps does not depend on them.
 */
final class ManyShares implements ExpirableShares {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration LONG = Duration.ofHours(1);

  /** One share in so many has a lease that has ended. */
  private static final int ENDED = 10;

  /** A storage index in base32 has 26 characters. */
  private static final String NAME = "%s%024d";

  private final int inPrefix;
  private long deleted;

  private ManyShares(int shares) {
    this.inPrefix = shares / Prefixes.ALL.size();
  }

  /** Arguments: a directory, and how many shares. Says how many were counted and deleted. */
  public static void main(String[] arguments) throws InterruptedException {
    ManyShares shares = new ManyShares(Integer.parseInt(arguments[1]));
    Pace pace = new Pace(Duration.ZERO, LONG, 1, LONG);
    Expiration expiration =
        new Expiration(
            new Expiration.Age(Optional.of(Expiration.GRANTED)),
            EnumSet.allOf(ShareKind.class),
            Expiration.Removal.DONE);
    StorageUpkeep upkeep =
        new StorageUpkeep(
            shares,
            UpkeepOptions.of(Path.of(arguments[0]), expiration)
                .withPace(pace, pace)
                .withClocks(Clock.fixed(NOW, ZoneOffset.UTC), System::nanoTime));
    upkeep.counting().slice();
    upkeep.checking().slice();
    System.out.printf("%d %d%n", upkeep.buckets().orElseThrow(), shares.deleted);
  }

  /** Names are made when they are asked for, as a directory would be read. */
  @Override
  public List<String> buckets(String prefix) {
    return List.copyOf(
        new AbstractList<String>() {
          @Override
          public String get(int index) {
            return NAME.formatted(prefix, index);
          }

          @Override
          public int size() {
            return inPrefix;
          }
        });
  }

  private static boolean hasEnded(String name) {
    return Long.parseLong(name.substring(2)) % ENDED == 0;
  }

  @Override
  public Bucket bucket(String name) {
    long expires = NOW.getEpochSecond() + (hasEnded(name) ? -1 : 1_000_000);
    return new Bucket(
        List.of(
            new FoundContainer.Sound(
                new ShareNumber(1), ShareKind.IMMUTABLE, 1000, 4096, List.of(expires))),
        4096);
  }

  @Override
  public Set<ShareNumber> expire(String name, LeaseRule rule) throws IOException {
    if (!hasEnded(name)) {
      throw new IOException("nothing of " + name + " has ended");
    }
    deleted++;
    return Set.of(new ShareNumber(1));
  }
}
