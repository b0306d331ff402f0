package org.truckee.firstgen.drive;

/**
 * The three slots of a child as its server has them ({@code spec/12 §6.1}).
 *
 * @param name its name, for readers
 * @param write its read-write URI, for writers; empty if there is none
 * @param read its read-only URI, for readers
 */
public record Entry(byte[] name, byte[] write, byte[] read) {}
