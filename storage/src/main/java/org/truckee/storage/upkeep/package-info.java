/**
 * The upkeep of a storage server: crawlers that walk over all of its shares again and again, little
 * by little, to count them and to let go of those whose leases have ended.
 *
 * <p>Shares come in through {@link org.truckee.storage.upkeep.ShareTree} and can be deleted only
 * through {@link org.truckee.storage.upkeep.ExpirableShares}; what goes out are state files, which
 * the reference reads as we read its own, and a {@link org.truckee.storage.upkeep.StorageReport}.
 * Governed by {@code spec/04 §6, §14–16}.
 */
package org.truckee.storage.upkeep;
