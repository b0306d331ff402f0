/**
 * The door of the library: {@link org.truckee.grid.Grid} and what callers say to it and get from
 * it: files, options, results and errors. The rooms below this package do the work and know it; it
 * knows none of them. {@code org.truckee.grid.client} puts the rooms together.
 */
package org.truckee.grid;
