package org.truckee.firstgen.uri;

/**
 * The two secrets of a lease.
 *
 * @param renew prolongs it
 * @param cancel ends it
 */
public record LeaseSecrets(LeaseSecret renew, LeaseSecret cancel) {}
