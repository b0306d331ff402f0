package org.truckee.grid.history;

import java.time.Instant;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.UploadResult;

/** An upload of an immutable file. Closing one that has not finished says that it failed. */
public final class UploadStatus implements OperationStatus, AutoCloseable {
  private final long number;
  private final SteadyClock clock;
  private final long size;
  private volatile Optional<StorageIndex> index = Optional.empty();
  private volatile Optional<UploadResult> result = Optional.empty();
  private volatile String status = "Not started";
  private volatile double enciphered;
  private volatile double pushed;
  private volatile boolean active = true;

  UploadStatus(long number, SteadyClock clock, long size) {
    this.number = number;
    this.clock = clock;
    this.size = size;
  }

  /** The key is known, and with it the storage index; servers are looked for. */
  public void contactingServers(StorageIndex found) {
    index = Optional.of(found);
    status = "Contacting Servers..";
  }

  /**
   * A segment was enciphered, and goes to the servers.
   *
   * @param segment its number, from 0 on
   * @param segments how many there are
   */
  public void sending(int segment, int segments) {
    enciphered = (segment + 1.0) / segments;
    status = "Sending segment " + (segment + 1) + " of " + segments;
  }

  /** So many bytes of the plaintext have arrived at the servers. */
  public void pushed(long done, long total) {
    pushed = total == 0 ? 1 : (double) done / total;
    if (done == total) {
      status = "Closing Shareholders";
    }
  }

  /** It is done. */
  public void finished(UploadResult what) {
    result = Optional.of(what);
    // Of a file that was there already nothing is enciphered and sent.
    enciphered = 1;
    pushed = 1;
    status = "Finished";
    active = false;
  }

  @Override
  public void close() {
    if (active) {
      status = "Failed";
      active = false;
    }
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Instant started() {
    return clock.begin();
  }

  @Override
  public Optional<StorageIndex> storageIndex() {
    return index;
  }

  /** Bytes of plaintext. */
  public long size() {
    return size;
  }

  @Override
  public String status() {
    return status;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  /** How much of the plaintext was hashed to find the key: all of it or nothing, 0 or 1. */
  public double hashed() {
    return index.isPresent() ? 1 : 0;
  }

  /** How much was enciphered, from 0 to 1. */
  public double enciphered() {
    return enciphered;
  }

  /** How much was coded and sent, from 0 to 1. */
  public double pushed() {
    return pushed;
  }

  /** What it did; empty if it goes on or failed. */
  public Optional<UploadResult> result() {
    return result;
  }
}
