package org.truckee.grid.mutable.file;

import java.util.List;
import java.util.Set;
import org.truckee.grid.GridServer;
import org.truckee.grid.MapMode;
import org.truckee.grid.MutableVersion;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.VersionMap;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.map.ServerMap;

/**
 * A servermap as callers see it.
 *
 * @param facts the file that it is of
 * @param map the map itself
 * @param recoverable its versions that can be read
 */
record MapView(MutableFacts facts, ServerMap map, List<MutableVersion> recoverable)
    implements VersionMap {
  @Override
  public MapMode mode() {
    return map.mode();
  }

  @Override
  public List<UnrecoverableVersion> unrecoverable() {
    return map.unrecoverable().stream()
        .map(
            version ->
                new UnrecoverableVersion(
                    version.header().sequenceNumber(),
                    version.header().label(),
                    map.distinct(version),
                    version.geometry().needed()))
        .toList();
  }

  @Override
  public long highestSequenceNumber() {
    return map.highestSequenceNumber();
  }

  @Override
  public boolean needsMerge() {
    return map.needsMerge();
  }

  @Override
  public Set<GridServer> responding() {
    return map.responding();
  }

  @Override
  public List<ShareLocation> corrupt() {
    return map.bad().values().stream()
        .map(bad -> new ShareLocation(bad.place().server(), bad.place().share(), bad.reason()))
        .toList();
  }

  @Override
  public String summary() {
    return map.summary();
  }
}
