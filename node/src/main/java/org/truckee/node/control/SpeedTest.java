package org.truckee.node.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.truckee.capability.FileReadCap;
import org.truckee.grid.FileContents;
import org.truckee.grid.Grid;
import org.truckee.grid.InitialContents;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.UploadOptions;

/**
 * How fast a grid takes and gives files of one size, one after the other.
 *
 * @param random chooses their contents
 */
record SpeedTest(Grid grid, RandomGenerator random) {
  private static final double NANOS = 1e9;

  /** Whether files are immutable, or mutable and created or replaced while it is measured. */
  enum Kind {
    IMMUTABLE,
    CREATED,
    REPLACED
  }

  /** Something that can be read. */
  private interface Readable {
    FileContents contents() throws IOException, InterruptedException;
  }

  RemoteControl.Times run(int count, long size, Kind kind)
      throws IOException, InterruptedException {
    List<MutableFile> prepared = new ArrayList<>();
    for (int i = 0; kind == Kind.REPLACED && i < count; i++) {
      prepared.add(grid.createMutable(InitialContents.EMPTY, MutableOptions.DEFAULT));
    }
    List<RandomContents> contents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contents.add(new RandomContents(size, random.nextLong()));
    }
    long begin = System.nanoTime();
    List<Readable> uploaded = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      uploaded.add(
          switch (kind) {
            case IMMUTABLE -> immutable(contents.get(i));
            case CREATED -> created(contents.get(i));
            case REPLACED -> replaced(prepared.get(i), contents.get(i));
          });
    }
    long middle = System.nanoTime();
    for (Readable file : uploaded) {
      file.contents().copyTo(OutputStream.nullOutputStream());
    }
    long end = System.nanoTime();
    return new RemoteControl.Times((middle - begin) / NANOS, (end - middle) / NANOS);
  }

  private Readable immutable(RandomContents contents) throws IOException, InterruptedException {
    UploadOptions options = UploadOptions.DEFAULT.withKey(KeyChoice.RANDOM);
    FileReadCap cap = grid.upload(contents, options).cap();
    return () -> ControlPort.open(grid, cap);
  }

  private Readable created(RandomContents contents) throws IOException, InterruptedException {
    return grid.createMutable(InitialContents.of(contents), MutableOptions.DEFAULT)::best;
  }

  private static Readable replaced(MutableFile file, RandomContents contents)
      throws IOException, InterruptedException {
    file.overwrite(contents);
    return file::best;
  }
}
