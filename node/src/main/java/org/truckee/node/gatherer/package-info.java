/**
 * The log of a node for a log gatherer of Foolscap ({@code spec/06 §13}, {@code spec/09 §9.4}):
 * keeps a connection to it, and hands it the lines of the log that it wants.
 */
package org.truckee.node.gatherer;
