/**
 * The Tub: where connections are made, taken in and kept ({@code spec/06 §1–3}).
 *
 * <p>A {@link org.truckee.foolscap.tub.Tub} publishes objects and gets those of others; a {@link
 * org.truckee.foolscap.tub.Reconnector} keeps hold of one for as long as it is wanted.
 */
package org.truckee.foolscap.tub;
