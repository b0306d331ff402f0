/**
 * The road down alone: downloads and verifications from servers in this process that answer from
 * memory, so that only our own work is measured.
 *
 * <p>Sizes come in on the command line, a table goes out. Governed by {@code spec/01 §8–9}.
 */
package org.truckee.bench.download;
