/** Placeholder. */
package org.truckee.storage;
