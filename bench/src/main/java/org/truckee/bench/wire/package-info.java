/**
 * How fast the HTTP storage protocol moves shares over the loopback, with a store that keeps
 * nothing ({@code spec/05}).
 */
package org.truckee.bench.wire;
