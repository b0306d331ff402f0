/** Placeholder. */
package org.truckee.wire;
