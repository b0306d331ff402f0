/**
 * Ways to keep shares that others add to a node ({@code spec/07 §14}): a {@link
 * org.truckee.wire.plugin.StoragePlugin} is found as a service of the JVM, serves an object of its
 * own over Foolscap beside the plain storage server, and makes clients for such objects.
 */
package org.truckee.wire.plugin;
