/** Placeholder. */
package org.truckee.gateway.web;
