/** Placeholder. */
package org.truckee.capability;
