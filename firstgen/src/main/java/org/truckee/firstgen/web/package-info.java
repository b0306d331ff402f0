/**
 * The web front end of 2007 ({@code spec/12 §15}): files and directories by the paths of the
 * virtual drive and by their URIs, for browsers and programs.
 */
package org.truckee.firstgen.web;
