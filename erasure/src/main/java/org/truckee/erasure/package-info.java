/** Placeholder. */
package org.truckee.erasure;
