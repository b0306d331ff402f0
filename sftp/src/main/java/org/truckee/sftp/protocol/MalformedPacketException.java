package org.truckee.sftp.protocol;

import java.io.IOException;
import java.util.OptionalInt;

/** Bytes that are no packet of the protocol. */
public final class MalformedPacketException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient OptionalInt id;

  /** Of a packet that got far enough to have a number, or of one that did not. */
  public MalformedPacketException(OptionalInt id, String message) {
    super(message);
    this.id = id;
  }

  /** The number of the request, by which it can be answered. */
  public OptionalInt id() {
    return id;
  }
}
