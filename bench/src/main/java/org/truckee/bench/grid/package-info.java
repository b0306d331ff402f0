/**
 * The side-by-side comparison of Truckee with the reference: the same jobs through the same web
 * API, on grids of node processes of the same shape, in one run.
 *
 * <p>{@link org.truckee.bench.grid.GridComparison} is the program. A contender is a program in one
 * of its modes, a row is a job that is timed, and the table that comes out sets Truckee's medians
 * against the faster mode of the reference. Governed by spec/08 (web API) and spec/09 (nodes).
 */
package org.truckee.bench.grid;
