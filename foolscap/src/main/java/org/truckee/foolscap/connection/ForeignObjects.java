package org.truckee.foolscap.connection;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.slicing.WireReference;

/**
 * The objects of the peer that we know, and how often we were sent each ({@code spec/06 §8}). As
 * long as somebody here holds an object there is one reference to it; when nobody does, or somebody
 * says so, the peer is told.
 */
final class ForeignObjects {
  private static final int MAX_OBJECTS = 100_000;
  private static final Cleaner CLEANER = Cleaner.create();

  /** How the peer is told; must not block. */
  interface Release {
    /** Says that {@code count} references to the object are not needed any more. */
    void release(long clid, long count);
  }

  private static final class Entry {
    final Optional<String> interfaceName;
    final Optional<Furl> furl;
    long count;
    WeakReference<HeldReference> held = new WeakReference<>(null);

    Entry(Optional<String> interfaceName, Optional<Furl> furl) {
      this.interfaceName = interfaceName;
      this.furl = furl;
    }
  }

  private final Connection connection;
  private final Release release;
  private final Map<Long, Entry> entries = new HashMap<>();

  ForeignObjects(Connection connection, Release release) {
    this.connection = connection;
    this.release = release;
  }

  synchronized HeldReference receive(WireReference.Mine mine) throws BananaException {
    Entry entry = entries.get(mine.clid());
    if (entry == null) {
      if (entries.size() >= MAX_OBJECTS) {
        throw new BananaException("more references than this Tub wants to hold");
      }
      entry = new Entry(mine.interfaceName(), furl(mine));
      entries.put(mine.clid(), entry);
    }
    entry.count++;
    HeldReference held = entry.held.get();
    if (held == null || held.isReleased()) {
      held = new HeldReference(connection, mine.clid(), entry.interfaceName, entry.furl);
      WeakReference<HeldReference> weak = new WeakReference<>(held);
      entry.held = weak;
      long clid = mine.clid();
      CLEANER.register(held, () -> released(clid, weak));
    }
    return held;
  }

  private Optional<Furl> furl(WireReference.Mine mine) throws BananaException {
    if (mine.furl().isEmpty()) {
      return Optional.empty();
    }
    Furl furl;
    try {
      furl = Furl.parse(mine.furl().get());
    } catch (IllegalArgumentException e) {
      throw new BananaException("an inbound reference has a malformed FURL");
    }
    if (furl.tubId().filter(connection.tubId()::equals).isEmpty()) {
      throw new BananaException(
          "inbound reference claims bad tubid, %s vs %s"
              .formatted(connection.tubId(), furl.tubText()));
    }
    return Optional.of(furl);
  }

  /** The reference {@code held} is not reachable in this process any more. */
  void released(long clid, WeakReference<HeldReference> held) {
    long count;
    synchronized (this) {
      Entry entry = entries.get(clid);
      if (entry == null || entry.held != held || entry.count == 0) {
        return;
      }
      count = entry.count;
      entry.count = 0;
    }
    release.release(clid, count);
  }

  /** A user of the reference does not need it any more. */
  void release(long clid, HeldReference reference) {
    WeakReference<HeldReference> held;
    synchronized (this) {
      Entry entry = entries.get(clid);
      if (entry == null || entry.held.get() != reference) {
        return;
      }
      held = entry.held;
    }
    released(clid, held);
  }

  /** The peer has answered that it has forgotten the object, unless it has sent it again. */
  synchronized void forgotten(long clid) {
    Entry entry = entries.get(clid);
    if (entry != null && entry.count == 0) {
      entries.remove(clid);
    }
  }

  /** Forgets everything; nothing is released. */
  synchronized void clear() {
    entries.clear();
  }
}
