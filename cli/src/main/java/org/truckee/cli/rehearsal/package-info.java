/**
 * What the launcher has done after a build: every program runs its usual work once, so that the JVM
 * can note what it loads, links and compiles, and start faster from then on (AOT caches, JEP 514
 * and 515).
 */
package org.truckee.cli.rehearsal;
