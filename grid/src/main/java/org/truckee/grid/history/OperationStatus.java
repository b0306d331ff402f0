package org.truckee.grid.history;

import java.time.Instant;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;

/** One operation of a grid, as far as it has come. Thread-safe; read while it goes on. */
public sealed interface OperationStatus permits UploadStatus, DownloadStatus, TimedStatus {
  /** Which one of its kind it is, from 0 on. */
  long number();

  /** When it began. */
  Instant started();

  /** What it is about; empty while that is not known. */
  Optional<StorageIndex> storageIndex();

  /** What it does now, for people. */
  String status();

  /** Whether it goes on. */
  boolean isActive();
}
