package org.truckee.storage.disk;

import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;

/** Which share: there is at most one of that name on a server. */
record ShareName(StorageIndex index, ShareNumber share) {}
