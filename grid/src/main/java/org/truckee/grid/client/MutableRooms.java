package org.truckee.grid.client;

import java.util.function.Supplier;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.BackOff;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.mutable.check.MutableChecker;
import org.truckee.grid.mutable.file.KeyPool;
import org.truckee.grid.mutable.file.MutableFiles;
import org.truckee.grid.mutable.file.Updating;
import org.truckee.grid.mutable.file.Versions;
import org.truckee.grid.mutable.file.Writing;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.mutable.publish.Rebuilder;
import org.truckee.grid.mutable.publish.Updater;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.servers.FreeSpace;
import org.truckee.grid.servers.ServerLatencies;

/** The rooms for mutable files put together. */
final class MutableRooms {
  private MutableRooms() {}

  /** Mutable files on the roads that these stations are. */
  static MutableFiles files(
      Mapper mapper,
      Retriever retriever,
      Publisher publisher,
      FreeSpace space,
      ServerLatencies latencies,
      EncodingParameters encoding,
      MutableFormat format,
      KeyPool keys,
      Supplier<BackOff> backOff) {
    Rebuilder rebuilder = new Rebuilder(publisher, retriever);
    MutableChecker checker =
        new MutableChecker(
            mapper, retriever, publisher, rebuilder, space, latencies, encoding.happy());
    Versions versions = new Versions(mapper, retriever, latencies);
    Writing overwriting = new Writing(versions, publisher, rebuilder, encoding);
    Updating updating =
        new Updating(mapper, versions, overwriting, new Updater(publisher, retriever), checker);
    return new MutableFiles(
        versions, overwriting, updating, checker, keys, encoding, format, backOff);
  }
}
