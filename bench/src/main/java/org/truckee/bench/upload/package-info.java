/**
 * How fast a file becomes shares when servers take no time at all: what is left is reading,
 * enciphering, hashing and coding, and should be as fast as the machine hashes.
 *
 * <p>A file comes in, a table of times comes out. Governed by {@code spec/01 §6–7}.
 */
package org.truckee.bench.upload;
