/**
 * What measures the project: JMH benchmarks of single stations such as {@link
 * org.truckee.bench.erasure}, and the comparison of whole grids with the reference in {@link
 * org.truckee.bench.grid}.
 *
 * <p>In comes what the other rooms publish; out go figures, and {@link org.truckee.bench.nodes},
 * which runs nodes in processes of their own for the conformance tests too.
 */
package org.truckee.bench;
