/** Placeholder. */
package org.truckee.grid;
