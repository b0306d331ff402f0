/**
 * Messages between two people who share a few words: a code such as {@code 7-retrospect-checkup} is
 * told over the telephone, both ends derive a strong key from it (SPAKE2), and exchange enciphered
 * JSON through a mailbox on a server that nobody has to trust. Whoever listens has one guess at the
 * words, and a wrong one is noticed.
 *
 * <p>Governed by {@code spec/09 §12.2}. Codes and messages come in and go out; knows nothing of
 * what they are for.
 */
package org.truckee.wormhole;
