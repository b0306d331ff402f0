/**
 * Immutable files: how a file becomes shares and any k of them the file again.
 *
 * <p>The road up is source, convergence key, enciphering, hashing, coding, one writer per share;
 * the road down is the same in reverse. One class per station. Governed by {@code spec/01 §6–9}.
 */
package org.truckee.grid.immutable;
