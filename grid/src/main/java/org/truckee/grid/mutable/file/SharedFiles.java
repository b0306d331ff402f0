package org.truckee.grid.mutable.file;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.truckee.capability.MutableFileCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.NewestNumber;

/**
 * What all users of one mutable file in a process share: what is known of it, and the lock that
 * keeps its writers apart. Kept as long as somebody uses it, and for the files used last.
 * Thread-safe.
 */
final class SharedFiles {
  /** How many files are remembered that nobody uses at the moment. */
  private static final int REMEMBERED = 500;

  private static final int SWEEP = 1000;

  private final Map<MutableFileCap, WeakReference<Shared>> used = new LinkedHashMap<>();
  private final Map<StorageIndex, WeakReference<NewestNumber>> numbers = new LinkedHashMap<>();
  private final Map<MutableFileCap, Shared> recent = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * One file.
   *
   * @param facts what is known of it
   * @param writers held by whoever writes it, from the map to the end of the publish
   */
  record Shared(MutableFacts facts, ReentrantLock writers) {}

  /** The file of a capability. */
  synchronized Shared of(MutableFacts facts) {
    MutableFileCap cap = facts.cap();
    WeakReference<Shared> known = used.get(cap);
    Shared shared = known == null ? null : known.get();
    if (shared == null) {
      facts.share(number(facts.index()));
      shared = new Shared(facts, new ReentrantLock(true));
      used.put(cap, new WeakReference<>(shared));
      sweep();
    }
    recent.put(cap, shared);
    if (recent.size() > REMEMBERED) {
      recent.remove(recent.keySet().iterator().next());
    }
    return shared;
  }

  /** What all capabilities of a file share. */
  private NewestNumber number(StorageIndex index) {
    WeakReference<NewestNumber> known = numbers.get(index);
    NewestNumber number = known == null ? null : known.get();
    if (number == null) {
      number = new NewestNumber();
      numbers.put(index, new WeakReference<>(number));
    }
    return number;
  }

  private void sweep() {
    if (numbers.size() > REMEMBERED + SWEEP) {
      numbers.values().removeIf(reference -> reference.refersTo(null));
    }
    if (used.size() > REMEMBERED + SWEEP) {
      used.values().removeIf(reference -> reference.refersTo(null));
    }
  }
}
