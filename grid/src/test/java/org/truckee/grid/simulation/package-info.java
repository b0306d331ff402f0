/**
 * A whole grid in one process, for tests: named servers in memory that can be told to crash, stall,
 * lie, corrupt, truncate, fill up, refuse, or vanish in the middle.
 *
 * <p>{@link org.truckee.grid.simulation.TestGrid} is the fixture that tests begin with; its servers
 * are {@link org.truckee.grid.simulation.FaultyServer}s around {@link
 * org.truckee.storage.memory.MemoryStorageServer}s. Nothing here waits for time to pass, and all
 * chance comes from seeds.
 */
package org.truckee.grid.simulation;
