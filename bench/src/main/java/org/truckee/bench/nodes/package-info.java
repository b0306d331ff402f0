/**
 * Real nodes as child processes: node directories written from scratch, either program (the
 * reference or Truckee) started in them, and the web API to talk to what runs.
 *
 * <p>In comes the place of a reference installation and a directory to work in; out go running
 * nodes that are stopped when they are closed. The benchmark and the live conformance tests share
 * this package. Governed by spec/09 §2–§8 (directories, configuration, life cycle), spec/07 §6.2
 * (static servers) and spec/08 (web API).
 */
package org.truckee.bench.nodes;
