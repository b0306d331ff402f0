/**
 * Truckee and the reference on one grid: nodes of both programs in processes of their own, used
 * through their web APIs, and what they leave on disk.
 *
 * <p>Everything here is tagged {@code live} and runs in the Maven profile {@code conformance} only.
 * Governed by spec/01 (caps and shares), spec/04 §2–§3 (storage directories and containers),
 * spec/05 (the protocol between the nodes) and spec/09 (node directories).
 */
package org.truckee.conformance.live;
