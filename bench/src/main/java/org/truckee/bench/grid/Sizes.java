package org.truckee.bench.grid;

import java.time.Duration;
import org.truckee.bench.nodes.Encoding;

/**
 * How big the work is.
 *
 * @param large bytes of the large file
 * @param small bytes of each small file
 * @param smallFiles small files that one client puts and gets in a round
 * @param clients clients that work at once
 * @param filesOfEach small files that each of them puts and gets in a round
 * @param farFiles small files put and got in a round where the servers are far
 * @param roundTrip to the far servers
 * @param servers storage servers of each grid
 * @param encoding of all files
 */
record Sizes(
    long large,
    int small,
    int smallFiles,
    int clients,
    int filesOfEach,
    int farFiles,
    Duration roundTrip,
    int servers,
    Encoding encoding) {

  /** These sizes with another number of files for each of the clients that work at once. */
  Sizes withFilesOfEach(int files) {
    return new Sizes(
        large, small, smallFiles, clients, files, farFiles, roundTrip, servers, encoding);
  }
}
