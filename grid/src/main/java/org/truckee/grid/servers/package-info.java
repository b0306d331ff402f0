/**
 * The servers of a grid: their order for a file ({@code spec/01 §7.1}), how fast they answer, what
 * they have room for, asking many of them at once, and telling them of damaged shares.
 */
package org.truckee.grid.servers;
