/**
 * How a file is cut into segments, coded, hashed and laid out in shares ({@code spec/12 §8}): the
 * arithmetic, the codecs, the URI extension, the two layouts, and what reads and writes them over
 * anything that has bytes at offsets.
 */
package org.truckee.firstgen.share;
