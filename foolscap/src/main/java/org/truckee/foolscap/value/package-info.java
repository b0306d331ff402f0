/** The values that travel in calls and answers ({@code spec/06 §6}): a sealed family of records. */
package org.truckee.foolscap.value;
