/**
 * The control port ({@code spec/07 §11}): an object by which programs that test and measure a node
 * have it do things. Whoever has its FURL can have files uploaded and read, so a node has it only
 * if its operator says so.
 */
package org.truckee.node.control;
