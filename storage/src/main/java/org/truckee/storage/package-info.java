/**
 * What a storage server is: the {@link org.truckee.storage.StorageServer} contract and its value
 * types.
 *
 * <p>Every server, on this disk or behind a wire, answers the same questions about shares kept
 * under a storage index. What the operations mean is {@code spec/04 §7–13}; the shares themselves
 * are opaque bytes here.
 */
package org.truckee.storage;
