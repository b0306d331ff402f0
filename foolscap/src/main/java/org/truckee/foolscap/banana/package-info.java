/**
 * Banana: the tokens that everything in Foolscap is made of ({@code spec/06 §5}).
 *
 * <p>{@link org.truckee.foolscap.banana.TokenReader} makes tokens of bytes, {@link
 * org.truckee.foolscap.banana.TokenWriter} bytes of tokens; a {@link
 * org.truckee.foolscap.banana.Vocabulary} shortens the commonest words. What sequences of tokens
 * mean is the business of {@code slicing}.
 */
package org.truckee.foolscap.banana;
