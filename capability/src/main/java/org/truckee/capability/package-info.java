/**
 * The capability strings of the grid as a sealed family of records: whoever holds one may write,
 * read or verify the file or directory that it names.
 *
 * <p>A string comes in through {@link org.truckee.capability.Capability#parse}, which gives an
 * answer for every string; a canonical string goes out through {@code text()} and nowhere else.
 * {@link org.truckee.capability.WriteCap}, {@link org.truckee.capability.ReadCap} and {@link
 * org.truckee.capability.VerifyCap} say what a cap grants, {@link org.truckee.capability.FileCap}
 * and {@link org.truckee.capability.DirectoryCap} what it names. Governed by {@code spec/01 §5}.
 */
package org.truckee.capability;
