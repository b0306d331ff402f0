/**
 * The formats of the shares of mutable files, SDMF and MDMF ({@code spec/02 §1–6}): keys, headers,
 * tables of offsets, hash trees, segments. Pure functions; nothing here knows a server. {@code map}
 * finds out what servers hold, {@code retrieve} reads, {@code publish} writes, {@code check}
 * verifies and repairs, {@code file} puts them together to a {@link org.truckee.grid.MutableFile}.
 */
package org.truckee.grid.mutable;
