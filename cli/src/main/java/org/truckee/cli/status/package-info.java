/**
 * {@code truckee status}: what a node does at this moment and did a short while ago, as a table.
 *
 * <p>Governed by {@code spec/10 §6}.
 */
package org.truckee.cli.status;
