/**
 * {@code truckee admin}: looking after the directory of a node while it does not run.
 *
 * <p>Governed by {@code spec/10 §7.4}.
 */
package org.truckee.cli.admin;
