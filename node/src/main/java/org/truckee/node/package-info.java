/** Placeholder. */
package org.truckee.node;
