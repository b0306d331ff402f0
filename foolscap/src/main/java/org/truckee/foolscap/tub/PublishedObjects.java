package org.truckee.foolscap.tub;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.Base32;
import org.truckee.foolscap.LocalObject;

/**
 * The objects of a Tub that can be asked for by name. Some are published for good; those that were
 * sent to a peer have a name as long as a peer holds them.
 */
final class PublishedObjects {
  private static final int NAME_BYTES = 20;

  private static final class Entry {
    final String name;
    final LocalObject object;
    boolean published;
    int holders;

    Entry(String name, LocalObject object) {
      this.name = name;
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
   * Publishes an object for good.
   *
   * @throws IllegalArgumentException if another object has the name, or the object another name
   */
  synchronized void publish(String name, LocalObject object) {
    Entry entry = byImplementation.get(object.implementation());
    if (entry == null) {
      if (byName.containsKey(name)) {
        throw new IllegalArgumentException("another object is published under that name");
      }
      entry = add(name, object);
    } else if (!entry.name.equals(name)) {
      throw new IllegalArgumentException("the object is published under another name");
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

  private Entry add(String name, LocalObject object) {
    Entry entry = new Entry(name, object);
    byName.put(name, entry);
    byImplementation.put(object.implementation(), entry);
    return entry;
  }

  private void removeIfUnused(Entry entry) {
    if (!entry.published && entry.holders == 0) {
      byName.remove(entry.name);
      byImplementation.remove(entry.object.implementation());
    }
  }

  synchronized Optional<LocalObject> find(String name) {
    return Optional.ofNullable(byName.get(name)).map(entry -> entry.object);
  }

  /** The name of the object, if it has one. */
  synchronized Optional<String> nameOf(LocalObject object) {
    return Optional.ofNullable(byImplementation.get(object.implementation()))
        .map(entry -> entry.name);
  }

  /** Another peer holds the object; its name. */
  synchronized String hold(LocalObject object) {
    Entry entry = byImplementation.get(object.implementation());
    if (entry == null) {
      entry = add(randomName(), object);
    }
    entry.holders++;
    return entry.name;
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
