package org.truckee.grid.deep;

import org.truckee.capability.LiteralCap;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;

/** Counts what a walk meets. Thread-safe. */
public final class StatsCollector implements DeepSink<Object> {
  private final SizeHistogram histogram = new SizeHistogram();
  private long immutableFiles;
  private long mutableFiles;
  private long literalFiles;
  private long directories;
  private long unknown;
  private long immutableSize;
  private long literalSize;
  private long directorySize;
  private long largestImmutableFile;
  private long largestDirectory;
  private long mostChildren;

  @Override
  public void take(DeepEvent<Object> event) {
    count(event);
  }

  /** Counts an event of any walk. */
  public synchronized void count(DeepEvent<?> event) {
    switch (event) {
      case DeepEvent.Visited<?> visited -> count(visited.node());
      case DeepEvent.Failed<?> failed -> count(failed.node());
      case DeepEvent.Entered<?> entered -> {
        directorySize += entered.size();
        largestDirectory = Math.max(largestDirectory, entered.size());
        mostChildren = Math.max(mostChildren, entered.children());
      }
      case DeepEvent.Unreadable<?> _ -> {}
    }
  }

  private void count(FilesystemNode node) {
    switch (node) {
      case Directory _ -> directories++;
      case UnknownNode _ -> unknown++;
      case MutableFileNode _ -> mutableFiles++;
      case ImmutableFileNode file -> count(file);
      case ProhibitedNode _, VerifierNode _ -> {}
    }
  }

  private void count(ImmutableFileNode file) {
    histogram.add(file.size());
    if (file.cap() instanceof LiteralCap) {
      literalFiles++;
      literalSize += file.size();
    } else {
      immutableFiles++;
      immutableSize += file.size();
      largestImmutableFile = Math.max(largestImmutableFile, file.size());
    }
  }

  /** What was counted until now. */
  public synchronized DeepStats stats() {
    return new DeepStats(
        immutableFiles,
        mutableFiles,
        literalFiles,
        directories,
        unknown,
        immutableSize,
        literalSize,
        directorySize,
        largestImmutableFile,
        largestDirectory,
        mostChildren,
        histogram.used());
  }
}
