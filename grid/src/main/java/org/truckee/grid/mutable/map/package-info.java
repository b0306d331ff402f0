/**
 * Servermaps: which shares of which versions servers hold ({@code spec/02 §9}). {@link
 * org.truckee.grid.mutable.map.MapUpdate} asks them, {@link org.truckee.grid.mutable.map.MapPolicy}
 * says when enough were asked.
 */
package org.truckee.grid.mutable.map;
