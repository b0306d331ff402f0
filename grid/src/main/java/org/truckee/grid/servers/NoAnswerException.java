package org.truckee.grid.servers;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.truckee.grid.transfer.TimeLimit;
import org.truckee.storage.StorageException;

/** A server was given up because it did not answer in time. */
public final class NoAnswerException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With the time that it was given. */
  public NoAnswerException(Duration limit) {
    super("no answer within " + TimeLimit.inWords(limit.truncatedTo(ChronoUnit.MILLIS)));
  }
}
