/**
 * What is said between nodes of 2007: their remote interfaces with their limits, and their failures
 * ({@code spec/12 §4}).
 */
package org.truckee.firstgen.remote;
