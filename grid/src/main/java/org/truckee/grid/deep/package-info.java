/**
 * Walks over everything that can be reached from a directory: lists of it, statistics, checks,
 * repairs and leases.
 *
 * <p>In comes a directory, out come events in an order that only depends on the tree, or what a
 * {@code DeepOperation} collects of them. Directories are read and files are checked ahead, as many
 * at a time as the caller says. What cannot be read is reported and does not stop the walk. A
 * {@code Monitor} runs an operation and tells how far it is. Governed by {@code spec/03 §8–10}.
 */
package org.truckee.grid.deep;
