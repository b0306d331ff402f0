/**
 * Who holds which share, and who should: maximum matchings, happiness and placement ({@code spec/01
 * §7}). Pure functions; nobody is asked anything here.
 */
package org.truckee.grid.spread;
