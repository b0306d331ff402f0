/**
 * Many storage servers as one grid: the library's public face, and what all kinds of files share
 * (the servers of the grid, their order, encoding parameters, errors).
 *
 * <p>Files and capabilities come in, shares go out to {@link org.truckee.storage.StorageServer}s,
 * and back. The roads themselves are in {@code immutable}. Governed by {@code spec/01 §6–11}.
 */
package org.truckee.grid;
