/**
 * Directories: the server that keeps them without being able to read them, on a disk and over
 * Foolscap, the nodes that a client sees, and its virtual drive ({@code spec/12 §6, §7, §13}).
 */
package org.truckee.firstgen.drive;
