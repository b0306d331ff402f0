/**
 * A storage server in memory, so that tests of what is built on servers need no disk.
 *
 * <p>It keeps {@link org.truckee.storage.StorageServerContract} and {@link
 * org.truckee.storage.WholeShareContract} like the real ones.
 */
package org.truckee.storage.memory;
