/** Placeholder. */
package org.truckee.cli;
