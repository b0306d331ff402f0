/**
 * Copies a virtual drive of 2007 into a grid of today: a walk over its directories, a copy of every
 * file that is validated on the way, and directories that are linked as they were. What was done is
 * remembered, so that a rescue that was broken off goes on where it was.
 */
package org.truckee.firstgen.rescue;
