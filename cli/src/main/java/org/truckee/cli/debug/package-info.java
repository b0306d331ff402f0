/**
 * {@code truckee debug}: what capabilities and share files say, for people who look for a fault.
 * Share files are read where they lie, beside a server that may be running, and nothing is locked.
 *
 * <p>Governed by {@code spec/10 §8}; the formats are those of {@code spec/01}, {@code spec/02} and
 * {@code spec/04}, and are read by the classes that own them.
 */
package org.truckee.cli.debug;
