/**
 * The tools of a grid manager, who decides which servers of a grid are given new shares ({@code
 * spec/09 §10}): a key, the servers that it vouches for, and the certificates that it has signed.
 */
package org.truckee.node.gridmanager;
