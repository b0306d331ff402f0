package org.truckee.storage;

/** The secrets that go with a change of a mutable slot. */
public record SlotSecrets(WriteEnabler writeEnabler, LeaseSecrets leases) {}
