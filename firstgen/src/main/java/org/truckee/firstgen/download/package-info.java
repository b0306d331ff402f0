/**
 * The way of a file from shares to its reader, validated at every step ({@code spec/12 §11}):
 * finding shares, the URI extension, the hash trees, blocks, segments. Memory is taken for two
 * segments, the one that is used and the next, whatever the size of the file.
 */
package org.truckee.firstgen.download;
