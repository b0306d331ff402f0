package org.truckee.wire.http;

import java.io.IOException;

/** A message is not the CBOR that its place in the protocol calls for. */
final class MalformedCborException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedCborException(String message) {
    super(message);
  }
}
