package org.truckee.foolscap.tub;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.Base32;
import org.truckee.foolscap.remote.LocalObject;

/**
 * The objects of a Tub that can be asked for by name. Some are published for good; those that were
 * sent to a peer have a name as long as a peer holds them.
 */
final class PublishedObjects {
  private static final int NAME_BYTES = 20;

  private static final class Entry {
    /** The one that peers are told comes first. */
    final List<String> names = new ArrayList<>();

    final LocalObject object;
    boolean published;
    int holders;

    Entry(LocalObject object) {
      this.object = object;
    }
  }

  private final SecureRandom random;
  private final Map<String, Entry> byName = new HashMap<>();
  private final Map<Object, Entry> byImplementation = new IdentityHashMap<>();

  PublishedObjects(SecureRandom random) {
    this.random = random;
  }

  /** A name that nobody can guess ({@code spec/06 §2.2}). */
  String randomName() {
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    return Base32.encode(bytes);
  }

  /**
   * Publishes an object for good. It keeps the names that it has.
   *
   * @throws IllegalArgumentException if another object has the name
   */
  synchronized void publish(String name, LocalObject object) {
    Entry holder = byName.get(name);
    if (holder != null && holder.object.implementation() != object.implementation()) {
      throw new IllegalArgumentException("another object is published under that name");
    }
    Entry entry = entryOf(object);
    if (holder == null) {
      entry.names.addFirst(name);
      byName.put(name, entry);
    }
    entry.published = true;
  }

  /** The object can no longer be asked for, once no peer holds it. */
  synchronized void withdraw(LocalObject object) {
    Entry entry = byImplementation.get(object.implementation());
    if (entry != null) {
      entry.published = false;
      removeIfUnused(entry);
    }
  }

  private Entry entryOf(LocalObject object) {
    return byImplementation.computeIfAbsent(object.implementation(), _ -> new Entry(object));
  }

  private void removeIfUnused(Entry entry) {
    if (!entry.published && entry.holders == 0) {
      entry.names.forEach(byName::remove);
      byImplementation.remove(entry.object.implementation());
    }
  }

  synchronized Optional<LocalObject> find(String name) {
    return Optional.ofNullable(byName.get(name)).map(entry -> entry.object);
  }

  /** The name of the object, if it has one. */
  synchronized Optional<String> nameOf(LocalObject object) {
    return Optional.ofNullable(byImplementation.get(object.implementation()))
        .map(entry -> entry.names.getFirst());
  }

  /** Another peer holds the object; its name. */
  synchronized String hold(LocalObject object) {
    Entry entry = entryOf(object);
    if (entry.names.isEmpty()) {
      String name = randomName();
      entry.names.add(name);
      byName.put(name, entry);
    }
    entry.holders++;
    return entry.names.getFirst();
  }

  /** A peer does not hold it any more. */
  synchronized void letGo(LocalObject object) {
    Entry entry = byImplementation.get(object.implementation());
    if (entry != null && entry.holders > 0) {
      entry.holders--;
      removeIfUnused(entry);
    }
  }
}
