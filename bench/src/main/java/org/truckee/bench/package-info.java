/** Placeholder. */
package org.truckee.bench;
