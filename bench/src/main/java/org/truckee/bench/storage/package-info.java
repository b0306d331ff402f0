/**
 * What storing immutable shares costs a disk server, without a network in front of it.
 *
 * <p>In: how many shares of which size, by how many threads. Out: time and processor time for each
 * storage index, durable and not durable side by side. What an acknowledgement promises is governed
 * by {@code docs/decisions/durability.md}.
 */
package org.truckee.bench.storage;
