/**
 * The cryptographic building blocks of the grid: tagged hashes, hash trees, AES in counter mode,
 * keys and certificates, and the text encodings that go with them.
 *
 * <p>Bytes come in, bytes go out; nothing here reads files or talks to a network. The formats are
 * those of {@code spec/01 §1–3} and, for keys, {@code spec/02 §1} and {@code spec/07 §1}.
 */
package org.truckee.crypto;
