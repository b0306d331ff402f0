/**
 * How the nodes of a grid find one another: the introducer, which tells everybody of everybody, and
 * what a client hears of it ({@code spec/12 §12.1}).
 */
package org.truckee.firstgen.introducer;
