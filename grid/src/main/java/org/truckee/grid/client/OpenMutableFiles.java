package org.truckee.grid.client;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.truckee.capability.MutableFileCap;
import org.truckee.grid.MutableFile;

/**
 * The mutable files that somebody uses, so that there is one of each: its writers wait for each
 * other. Thread-safe.
 */
final class OpenMutableFiles {
  private final ReferenceQueue<MutableFile> unused = new ReferenceQueue<>();

  /** Guarded by this. */
  private final Map<MutableFileCap, Use> uses = new HashMap<>();

  private static final class Use extends WeakReference<MutableFile> {
    private final MutableFileCap cap;

    private Use(MutableFileCap cap, MutableFile file, ReferenceQueue<MutableFile> unused) {
      super(file, unused);
      this.cap = cap;
    }
  }

  /** The file of this cap that is in use, or the one that is opened now. */
  synchronized MutableFile get(MutableFileCap cap, Supplier<MutableFile> opening) {
    forgetUnused();
    Use use = uses.get(cap);
    MutableFile file = use == null ? null : use.get();
    if (file == null) {
      file = opening.get();
      uses.put(cap, new Use(cap, file, unused));
    }
    return file;
  }

  private void forgetUnused() {
    for (Reference<? extends MutableFile> gone = unused.poll();
        gone != null;
        gone = unused.poll()) {
      if (gone instanceof Use use) {
        uses.remove(use.cap, use);
      }
    }
  }
}
