/**
 * Looking after files ({@code spec/01 §9}): which shares are there, whether they are sound, making
 * lost ones again. Uses both roads.
 */
package org.truckee.grid.immutable.check;
