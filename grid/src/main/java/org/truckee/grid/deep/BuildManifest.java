package org.truckee.grid.deep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.truckee.capability.VerifyCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.Directory;
import org.truckee.grid.KnownNode;

/** Lists everything below a directory, and counts it. */
public final class BuildManifest implements DeepOperation<Manifest> {
  private final DeepWalk<Object> walk;
  private final StatsCollector stats = new StatsCollector();

  /** Guarded by this, like the fields below. */
  private final List<Manifest.Entry> entries = new ArrayList<>();

  private final Set<VerifyCap> verifyCaps = new HashSet<>();
  private final Set<StorageIndex> storageIndexes = new HashSet<>();
  private final List<WalkFailure> trouble = new ArrayList<>();

  /** The manifest of this directory. */
  public BuildManifest(Directory root, DeepOptions options) {
    walk = new DeepWalk<>(root, options, NodeAction.NONE, this::take);
  }

  @Override
  public Manifest run() throws IOException, InterruptedException {
    walk.run();
    return soFar();
  }

  private synchronized void take(DeepEvent<Object> event) {
    stats.count(event);
    switch (event) {
      case DeepEvent.Visited<Object> visited -> {
        entries.add(new Manifest.Entry(visited.path(), visited.node().bestCap()));
        if (visited.node() instanceof KnownNode node) {
          node.verifier().ifPresent(verifyCaps::add);
          node.storageIndex().ifPresent(storageIndexes::add);
        }
      }
      case DeepEvent.Unreadable<Object> unreadable ->
          trouble.add(new WalkFailure(unreadable.path(), unreadable.node(), unreadable.problem()));
      case DeepEvent.Entered<Object> _, DeepEvent.Failed<Object> _ -> {}
    }
  }

  @Override
  public synchronized Manifest soFar() {
    return new Manifest(entries, verifyCaps, storageIndexes, stats.stats(), trouble);
  }
}
