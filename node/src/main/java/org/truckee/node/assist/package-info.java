/**
 * The upload helper over Foolscap, both sides of it ({@code spec/07 §10}): a client offers {@link
 * org.truckee.node.assist.HelperConnection} to its grid, a helper publishes {@link
 * org.truckee.node.assist.HelperService}.
 */
package org.truckee.node.assist;
