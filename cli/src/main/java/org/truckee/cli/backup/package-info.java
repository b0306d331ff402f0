/**
 * {@code truckee backup}: a tree of this machine goes in, and comes out as a tree of immutable
 * directories on the grid, linked as {@code Archives/TIME} and {@code Latest}. What was stored
 * before is remembered in a database that the reference reads and writes, too.
 *
 * <p>The road of a tree: {@link org.truckee.cli.backup.Walk} finds its files, {@link
 * org.truckee.cli.backup.FileStation} stores one of them, {@link
 * org.truckee.cli.backup.DirectoryStation} a directory when all that is in it has been stored.
 * Governed by {@code spec/11 §B}. SQLite is not touched before a backup begins.
 */
package org.truckee.cli.backup;
