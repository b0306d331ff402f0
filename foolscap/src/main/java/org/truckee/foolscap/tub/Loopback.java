package org.truckee.foolscap.tub;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.truckee.foolscap.connection.Transport;

/** One end of a connection of a Tub with itself, which goes through memory. */
record Loopback(PipedInputStream input, PipedOutputStream output) implements Transport {
  private static final int CAPACITY = 64 << 10;

  /** Both ends. */
  static Loopback[] pair() throws IOException {
    PipedInputStream toFirst = new PipedInputStream(CAPACITY);
    PipedInputStream toSecond = new PipedInputStream(CAPACITY);
    return new Loopback[] {
      new Loopback(toFirst, new PipedOutputStream(toSecond)),
      new Loopback(toSecond, new PipedOutputStream(toFirst))
    };
  }

  @Override
  public String address() {
    return "this process";
  }

  @Override
  public void finish() {
    close();
  }

  @Override
  public void close() {
    closeQuietly(output);
    closeQuietly(input);
  }

  private static void closeQuietly(AutoCloseable end) {
    try {
      end.close();
    } catch (Exception _) {
      // A pipe in memory has nothing to complain about.
    }
  }
}
