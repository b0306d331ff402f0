/**
 * The other nodes of a grid as a client sees them: which are connected, in which order they are
 * asked for a file, and the shares that they have ({@code spec/12 §10.2, §11.1}).
 */
package org.truckee.firstgen.peers;
