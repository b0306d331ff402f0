/**
 * {@code truckee invite}, and the other end of it: a new node gets the settings of its grid from
 * one that is in it, by a code that is told over the telephone.
 *
 * <p>Governed by {@code spec/09 §12.1} and {@code spec/10 §7.1, §7.3}; how messages travel is the
 * business of {@code org.truckee.wormhole}.
 */
package org.truckee.cli.invite;
