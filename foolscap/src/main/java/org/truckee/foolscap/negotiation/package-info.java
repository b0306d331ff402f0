/**
 * How two Tubs find out who they are and what they both speak ({@code spec/06 §1, §4}).
 *
 * <p>A {@link org.truckee.foolscap.negotiation.Negotiator} takes a connected socket and gives back
 * what was agreed on, on either side. What the Tub remembers of other connections it asks of {@link
 * org.truckee.foolscap.negotiation.Encounters}.
 */
package org.truckee.foolscap.negotiation;
