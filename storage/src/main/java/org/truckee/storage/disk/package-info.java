/**
 * The storage server that keeps shares on a local disk, in the layout and the containers of the
 * reference.
 *
 * <p>Calls of {@link org.truckee.storage.StorageServer} come in; share files below one storage
 * directory go out, synced before a call returns. The containers and operations are {@code spec/04
 * §2–12}; what we do about crashes is in {@code docs/decisions/durability.md}.
 */
package org.truckee.storage.disk;
