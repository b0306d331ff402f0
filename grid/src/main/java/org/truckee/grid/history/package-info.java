/**
 * What the grid is doing and has lately done: uploads, downloads, servermap updates, publishes and
 * retrieves, each with how far it has come, for people who want to see why something is slow.
 *
 * <p>The stations of the roads tell it as they go; doors show it ({@code spec/08 §17}). Kept in
 * memory only, bounded, and without any capability: storage indexes, sizes, servers and times.
 */
package org.truckee.grid.history;
