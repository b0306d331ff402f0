/**
 * The road down ({@code spec/01 §8}), one class a station: find shares, fetch and validate blocks,
 * decode, decipher, hand on.
 */
package org.truckee.grid.immutable.download;
