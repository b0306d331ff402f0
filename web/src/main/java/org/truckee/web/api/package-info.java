/**
 * The web door of a grid: an HTTP server that turns requests into uploads, downloads and checks.
 *
 * <p>Requests come in and are resolved by {@code Routes} to one resource class each; what goes out
 * is a file, a capability, JSON or a page. Governed by {@code spec/08}. Whoever can reach this
 * server can use the grid, and knowing a capability is the authority for everything else.
 */
package org.truckee.web.api;
