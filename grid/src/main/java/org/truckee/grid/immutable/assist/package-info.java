/**
 * Uploading for others ({@code spec/07 §10}): crypttext is fetched from a client into files, from
 * where another attempt goes on after a failure, and is then made into shares and pushed as any
 * other upload. Nobody here knows a key.
 */
package org.truckee.grid.immutable.assist;
