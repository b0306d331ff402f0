/**
 * The system of 2007, the first generation, as far as grids and disks of that age are concerned
 * ({@code spec/12}). Nothing here is known to the rooms of today's formats, and hardly anything of
 * theirs holds here: hashes, texts and shares look alike and mean different bytes.
 *
 * <p>{@code hash} and {@code uri} have the primitives and what files and directories are named by;
 * {@code share} the formats of shares; {@code remote} what is said over Foolscap; {@code storage}
 * keeps shares on a disk; {@code upload} and {@code download} are the roads of files; {@code drive}
 * has directories and their server; {@code introducer} how nodes find one another; {@code node}
 * base directories and what runs out of them; {@code web} their web front end; {@code rescue}
 * copies a drive into a grid of today.
 */
package org.truckee.firstgen;
