/**
 * The (k, n) erasure code over GF(256): k equal blocks become n shares, any k of which give the
 * blocks back.
 *
 * <p>In come byte arrays, offsets and one length; out go the wanted shares, or the k primary blocks
 * rebuilt in place. The bytes are those of {@code spec/01 §4}. {@link
 * org.truckee.erasure.ErasureCode} is the only public class.
 */
package org.truckee.erasure;
