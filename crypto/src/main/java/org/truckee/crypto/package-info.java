/** Placeholder. */
package org.truckee.crypto;
