package org.truckee.grid.immutable.assist;

import java.util.List;

/** The end of a client that has a file uploaded: it gives crypttext ({@code spec/07 §10.2}). */
public interface CrypttextReader {
  /**
   * How the client wants the file spread.
   *
   * @param needed k
   * @param happy on how many servers it has to lie
   * @param total N
   * @param segmentSize the size of every segment but the last, in bytes
   */
  record Parameters(int needed, int happy, int total, int segmentSize) {}

  /** The bytes of the file. */
  long size() throws CrypttextReaderException, InterruptedException;

  /** How the file is to be spread. */
  Parameters parameters() throws CrypttextReaderException, InterruptedException;

  /** The bytes from an offset on, in any number of pieces; never before what was read. */
  List<byte[]> read(long offset, int length) throws CrypttextReaderException, InterruptedException;

  /** Nothing will be read any more. */
  void close() throws CrypttextReaderException, InterruptedException;
}
