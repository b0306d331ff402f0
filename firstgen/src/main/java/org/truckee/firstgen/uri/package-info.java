/**
 * What files and directories of 2007 are named by, and the keys and secrets that follow from it
 * ({@code spec/12 §3, §5, §13}). Never to be mixed up with today's capabilities: the same text can
 * be valid as both and mean different bytes.
 */
package org.truckee.firstgen.uri;
