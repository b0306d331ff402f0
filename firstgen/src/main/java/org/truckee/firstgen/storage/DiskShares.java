package org.truckee.firstgen.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.storage.NoSuchLeaseException.Why;
import org.truckee.firstgen.uri.LeaseSecret;
import org.truckee.firstgen.uri.LeaseSecrets;
import org.truckee.firstgen.uri.OldStorageIndex;

/**
 * The shares of a storage server in the folders of 2007 ({@code spec/12 §9}). It reads shares in
 * either form and keeps new ones in the form that it is told.
 *
 * <p>Folders and leases are changed under one lock; shares that come are written without it.
 */
public final class DiskShares {
  private static final String INCOMING = "incoming";
  private static final int MAX_SHARE_DIGITS = 9;

  private final Settings settings;
  private final Path shares;
  private final Path incoming;
  private final BucketLeases bucketLeases;
  private final ReentrantLock lock = new ReentrantLock();
  private long used;

  /**
   * How a server keeps shares.
   *
   * @param layout the form of new shares: in containers with leases if it is {@code B}
   * @param limit how many bytes all shares may take; empty for no limit
   * @param discard takes shares and forgets them, to measure what is left when there is no disk
   * @param clock tells when leases end
   */
  public record Settings(ShareLayout layout, OptionalLong limit, boolean discard, Clock clock) {}

  /**
   * The answer to a request for space.
   *
   * @param alreadyGot the shares that are there, or on their way
   * @param writers for those that there is room for
   */
  public record Allocation(Set<Integer> alreadyGot, Map<Integer, IncomingShare> writers) {}

  private DiskShares(Path storage, Settings settings) {
    this.settings = settings;
    this.shares = storage.resolve("shares");
    this.incoming = shares.resolve(INCOMING);
    this.bucketLeases = new BucketLeases(storage.resolve("leases"));
  }

  /**
   * Opens the folder {@code storage} of a base directory. What was on its way is thrown away.
   *
   * @throws IOException if it cannot be used
   */
  public static DiskShares open(Path storage, Settings settings) throws IOException {
    DiskShares store = new DiskShares(storage, settings);
    deleteAll(store.incoming);
    Files.createDirectories(store.incoming);
    if (settings.limit().isPresent()) {
      store.used = sizeOfAll(store.shares);
    }
    return store;
  }

  /**
   * Gives room for shares ({@code spec/12 §9.1}).
   *
   * @throws IllegalArgumentException if the index or a number is none that a share can have
   */
  public Allocation allocate(
      OldStorageIndex index, LeaseSecrets secrets, Set<Integer> numbers, int size)
      throws IOException {
    requireOrdinary(index);
    if (size < 0 || numbers.stream().anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException("precondition");
    }
    lock.lock();
    try {
      Set<Integer> present = new TreeSet<>();
      Map<Integer, IncomingShare> writers = new TreeMap<>();
      long remaining = remaining();
      for (int number : new TreeSet<>(numbers)) {
        if (Files.exists(file(shares, index, number))) {
          present.add(number);
          renewOnContainer(ShareFile.open(file(shares, index, number)), secrets);
        } else if (Files.exists(file(incoming, index, number))) {
          present.add(number);
        } else if (remaining >= size) {
          writers.put(number, begin(index, number, secrets, size));
          remaining -= size;
        }
      }
      if (settings.layout() == ShareLayout.A) {
        addToBucket(index, secrets);
      }
      return new Allocation(present, writers);
    } finally {
      lock.unlock();
    }
  }

  /** Other indexes than those of files have folders with strange names, such as none at all. */
  private static void requireOrdinary(OldStorageIndex index) {
    if (index.bytes().length != OldStorageIndex.LENGTH) {
      throw new IllegalArgumentException("a storage index has 16 bytes");
    }
  }

  private long remaining() {
    return settings.limit().isPresent() ? settings.limit().getAsLong() - used : Long.MAX_VALUE;
  }

  private IncomingShare begin(OldStorageIndex index, int number, LeaseSecrets secrets, int size)
      throws IOException {
    Path path = file(incoming, index, number);
    Files.createDirectories(path.getParent());
    ShareFile file =
        settings.layout() == ShareLayout.B
            ? ShareFile.createContainer(path, size, new Lease(0, secrets, expiry()))
            : ShareFile.createBare(path);
    used += size;
    return new IncomingShare(this, file, index, number, size, settings.discard());
  }

  private long expiry() {
    return settings.clock().instant().getEpochSecond() + Lease.DURATION;
  }

  private void renewOnContainer(ShareFile share, LeaseSecrets secrets) throws IOException {
    if (share.isContainer()) {
      List<Lease> leases = share.readLeases();
      addOrRenew(leases, secrets, lease -> lease.secrets().renew().equals(secrets.renew()));
      share.writeLeases(leases);
    }
  }

  private void addOrRenew(List<Lease> leases, LeaseSecrets secrets, Predicate<Lease> isSame) {
    for (int i = 0; i < leases.size(); i++) {
      if (isSame.test(leases.get(i))) {
        leases.set(i, leases.get(i).until(expiry()));
        return;
      }
    }
    leases.add(new Lease(0, secrets, expiry()));
  }

  private void addToBucket(OldStorageIndex index, LeaseSecrets secrets) throws IOException {
    List<Lease> leases = bucketLeases.read(index);
    // Here both secrets make the lease, in a container the first alone.
    addOrRenew(leases, secrets, lease -> lease.secrets().equals(secrets));
    bucketLeases.write(index, leases);
  }

  /** A share is complete: from now on others see it. */
  void finished(IncomingShare share, ShareFile file) throws IOException {
    lock.lock();
    try {
      Path place = file(shares, share.index(), share.number());
      Files.createDirectories(place.getParent());
      long length = Files.size(file.path());
      Files.move(file.path(), place, StandardCopyOption.ATOMIC_MOVE);
      deleteIfEmpty(file.path().getParent());
      used += length - share.size();
    } finally {
      lock.unlock();
    }
  }

  /** A share will not come. */
  void abandoned(IncomingShare share, ShareFile file) throws IOException {
    lock.lock();
    try {
      Files.deleteIfExists(file.path());
      deleteIfEmpty(file.path().getParent());
      used -= share.size();
    } finally {
      lock.unlock();
    }
  }

  /** The complete shares of a file by their numbers ({@code spec/12 §9.3}). */
  public Map<Integer, ShareFile> shares(OldStorageIndex index) throws IOException {
    Map<Integer, ShareFile> found = new TreeMap<>();
    if (index.bytes().length != OldStorageIndex.LENGTH) {
      return found;
    }
    Path folder = shares.resolve(index.toString());
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        String name = path.getFileName().toString();
        if (name.matches("\\d{1," + MAX_SHARE_DIGITS + "}")) {
          found.put(Integer.parseInt(name), ShareFile.open(path));
        }
      }
    }
    return found;
  }

  /**
   * Prolongs the leases with that secret on all shares of a file ({@code spec/12 §9.4}).
   *
   * @throws NoSuchLeaseException if a share has none
   */
  public void renew(OldStorageIndex index, LeaseSecret secret) throws IOException {
    lock.lock();
    try {
      Map<Integer, ShareFile> found = shares(index);
      boolean old = settings.layout() == ShareLayout.A;
      if (found.isEmpty() || found.values().stream().anyMatch(share -> !share.isContainer())) {
        List<Lease> leases = bucketLeases.read(index);
        if (!prolong(leases, secret)) {
          throw new NoSuchLeaseException(
              found.isEmpty() && !old ? Why.NOTHING_TO_RENEW : Why.NO_LEASE);
        }
        bucketLeases.write(index, leases);
      }
      for (ShareFile share : found.values()) {
        if (share.isContainer()) {
          List<Lease> leases = share.readLeases();
          if (!prolong(leases, secret)) {
            throw new NoSuchLeaseException(Why.NOT_ON_A_SHARE);
          }
          share.writeLeases(leases);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean prolong(List<Lease> leases, LeaseSecret secret) {
    boolean found = false;
    for (int i = 0; i < leases.size(); i++) {
      if (leases.get(i).secrets().renew().equals(secret)) {
        leases.set(i, leases.get(i).until(expiry()));
        found = true;
      }
    }
    return found;
  }

  /**
   * Ends the leases with that secret on the shares of a file, and deletes those that have none left
   * ({@code spec/12 §9.4}).
   *
   * @throws NoSuchLeaseException if there is no lease with that secret
   */
  public void cancel(OldStorageIndex index, LeaseSecret secret) throws IOException {
    lock.lock();
    try {
      Map<Integer, ShareFile> found = shares(index);
      boolean done = cancelOnBucket(index, secret, found);
      for (ShareFile share : found.values()) {
        done |= share.isContainer() && cancelOnContainer(share, secret);
      }
      if (!done) {
        boolean old = settings.layout() == ShareLayout.A;
        throw new NoSuchLeaseException(
            old ? Why.NO_LEASE : found.isEmpty() ? Why.NO_SHARES : Why.NOTHING_TO_CANCEL);
      }
      deleteIfEmpty(shares.resolve(index.toString()));
    } finally {
      lock.unlock();
    }
  }

  private boolean cancelOnBucket(
      OldStorageIndex index, LeaseSecret secret, Map<Integer, ShareFile> found) throws IOException {
    List<Lease> leases = bucketLeases.read(index);
    if (!leases.removeIf(lease -> lease.secrets().cancel().equals(secret))) {
      return false;
    }
    bucketLeases.write(index, leases);
    if (leases.isEmpty()) {
      for (ShareFile share : found.values()) {
        if (!share.isContainer()) {
          delete(share);
        }
      }
    }
    return true;
  }

  private boolean cancelOnContainer(ShareFile share, LeaseSecret secret) throws IOException {
    List<Lease> leases = new ArrayList<>(share.readLeases());
    if (!leases.removeIf(lease -> lease.secrets().cancel().equals(secret))) {
      return false;
    }
    if (leases.isEmpty()) {
      delete(share);
    } else {
      share.writeLeases(leases);
    }
    return true;
  }

  private void delete(ShareFile share) throws IOException {
    used -= Files.size(share.path());
    Files.delete(share.path());
  }

  private static Path file(Path folder, OldStorageIndex index, int number) {
    return folder.resolve(index.toString()).resolve(Integer.toString(number));
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> left = Files.list(folder)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static long sizeOfAll(Path folder) throws IOException {
    long size = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        size += Files.size(path);
      }
    }
    return size;
  }
}
