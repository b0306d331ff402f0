package org.truckee.foolscap.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteInterface;
import org.truckee.foolscap.slicing.WireReference;

/** The objects of ours that the peer knows, and how often it was sent each ({@code spec/06 §8}). */
final class OwnObjects {
  private static final int MAX_OBJECTS = 100_000;

  private static final class Entry {
    final long clid;
    final LocalObject object;
    long count;
    boolean named;

    Entry(long clid, LocalObject object) {
      this.clid = clid;
      this.object = object;
    }
  }

  private final Home home;
  private final Map<Long, Entry> byClid = new HashMap<>();
  private final Map<Object, Entry> byImplementation = new IdentityHashMap<>();
  private long last;

  OwnObjects(Home home) {
    this.home = home;
  }

  synchronized WireReference.Mine send(LocalObject object) throws ViolationException {
    Entry entry = byImplementation.get(object.implementation());
    if (entry != null) {
      entry.count++;
      return new WireReference.Mine(entry.clid, Optional.empty(), Optional.empty());
    }
    if (byClid.size() >= MAX_OBJECTS) {
      throw new ViolationException("the peer holds too many objects of this Tub");
    }
    last++;
    entry = new Entry(object.isBoundMethod() ? -last : last, object);
    entry.count = 1;
    byClid.put(entry.clid, entry);
    byImplementation.put(object.implementation(), entry);
    Optional<Furl> furl = home.shown(object);
    entry.named = furl.isPresent();
    return new WireReference.Mine(
        entry.clid,
        Optional.of(object.schema().map(RemoteInterface::name).orElse("")),
        furl.map(Furl::text));
  }

  synchronized Optional<LocalObject> find(long clid) {
    return Optional.ofNullable(byClid.get(clid)).map(entry -> entry.object);
  }

  /** The peer has given back {@code count} of the references that it was sent. */
  synchronized void release(long clid, long count) throws ReportedException {
    Entry entry = byClid.get(clid);
    if (entry == null) {
      return;
    }
    if (count > entry.count || count < 0) {
      throw new ReportedException(
          RemoteFailure.assertionError(
              "decref(%d) but refcount was %d".formatted(count, entry.count)));
    }
    entry.count -= count;
    if (entry.count == 0) {
      byClid.remove(clid);
      byImplementation.remove(entry.object.implementation());
      forget(entry);
    }
  }

  private void forget(Entry entry) {
    if (entry.named) {
      home.forgotten(entry.object);
    }
  }

  /** Forgets everything. */
  void clear() {
    List<Entry> entries;
    synchronized (this) {
      entries = new ArrayList<>(byClid.values());
      byClid.clear();
      byImplementation.clear();
    }
    entries.forEach(this::forget);
  }
}
