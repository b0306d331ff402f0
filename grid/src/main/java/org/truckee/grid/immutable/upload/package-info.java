/**
 * The road up ({@code spec/01 §7}), one class a station: key, encipher, select servers, encode,
 * hash, send. A repair joins it behind the enciphering.
 */
package org.truckee.grid.immutable.upload;
