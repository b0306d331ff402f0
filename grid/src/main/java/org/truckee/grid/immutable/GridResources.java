package org.truckee.grid.immutable;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Servers;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

/**
 * What all files of a grid share, for the stations of the roads up and down.
 *
 * @param servers the servers of the grid
 * @param order the order in which they are considered for a file
 * @param latencies how fast they answer, and who is late
 * @param leaseSecret from which the lease secrets follow
 * @param convergenceSecret of uploads that do not bring their own
 * @param encoding of uploads that do not bring their own
 * @param uploadLimits what one upload may take
 * @param uploadMemory what all uploads may take together
 * @param downloadLimits what one download may take
 * @param downloadMemory what all downloads may take together
 * @param verifyMemory what all verifications may take together
 * @param spoolMemory what uploads of unknown length may take together while they arrive
 * @param buffers arrays that transfers have done with and others can use
 * @param random where keys come from: a secure generator outside tests
 * @param nanoTime a clock that never goes back, for ages
 * @param spoolDirectory where uploads of unknown length wait until they are complete
 * @param workers the threads for work that burns CPU
 */
public record GridResources(
    Servers servers,
    ServerOrder order,
    ServerLatencies latencies,
    ClientLeaseSecret leaseSecret,
    ConvergenceSecret convergenceSecret,
    EncodingParameters encoding,
    UploadLimits uploadLimits,
    MemoryBudget uploadMemory,
    DownloadLimits downloadLimits,
    MemoryBudget downloadMemory,
    MemoryBudget verifyMemory,
    MemoryBudget spoolMemory,
    BlockBuffers buffers,
    RandomGenerator random,
    LongSupplier nanoTime,
    Path spoolDirectory,
    Workers workers) {}
