/**
 * Checking, verifying and repairing mutable files ({@code spec/02 §14}). What a check finds is told
 * as the reference tells it; what a repair does is less: shares of the newest version are made
 * again as they were, and a new version is only written where versions compete.
 */
package org.truckee.grid.mutable.check;
