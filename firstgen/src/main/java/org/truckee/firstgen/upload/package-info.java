/**
 * The way of a file into shares on other nodes ({@code spec/12 §10}): its key, the peers that take
 * its shares, segments, hashes, sending. Memory is taken for the blocks of one segment, whatever
 * the size of the file.
 */
package org.truckee.firstgen.upload;
