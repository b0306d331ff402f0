package org.truckee.storage;

/**
 * The two secrets of a lease on one server ({@code spec/01 §1.5}).
 *
 * @param renew identifies and renews the lease
 * @param cancel kept with the lease
 */
public record LeaseSecrets(LeaseSecret renew, LeaseSecret cancel) {}
