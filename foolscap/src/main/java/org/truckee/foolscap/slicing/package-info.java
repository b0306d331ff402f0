/**
 * From values to tokens and back ({@code spec/06 §6}): {@link
 * org.truckee.foolscap.slicing.ValueWriter} and {@link org.truckee.foolscap.slicing.ValueReader}.
 *
 * <p>References to objects are handed through to {@link org.truckee.foolscap.slicing.References}.
 */
package org.truckee.foolscap.slicing;
