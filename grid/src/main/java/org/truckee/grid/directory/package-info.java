/**
 * Directories: the table of links that a file holds, and what can be done with it.
 *
 * <p>In comes the contents of a file and what its cap grants, out come links, and the other way
 * round: {@code EntryTable} reads, {@code TableDraft} changes and writes, and keeps what did not
 * change byte for byte. The operations are one class each. Changes of one directory that come at
 * the same time are gathered into one write. Governed by {@code spec/03 §1–7}.
 */
package org.truckee.grid.directory;
