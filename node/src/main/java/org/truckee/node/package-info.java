/**
 * Nodes: a node directory comes in, a running storage server or client comes out, and stops in good
 * order. {@link org.truckee.node.Node} runs one directory, {@link org.truckee.node.EmbeddedGrid} a
 * whole grid of them in one process, {@link org.truckee.node.NodeMain} one in a process of its own.
 *
 * <p>{@code config} reads what the operator wrote, {@code directory} keeps what a node is. Governed
 * by {@code spec/09 §6, §8} and {@code spec/05 §11–12}.
 */
package org.truckee.node;
