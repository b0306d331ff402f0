/**
 * Mutable files as their users see them: reading, overwriting, modifying, each put together of
 * servermaps, retrieves and publishes ({@code spec/02 §13, 15}).
 */
package org.truckee.grid.mutable.file;
