/**
 * {@code truckee webopen}: the pages of a node in a browser.
 *
 * <p>Governed by {@code spec/10 §4.8}.
 */
package org.truckee.cli.browser;
