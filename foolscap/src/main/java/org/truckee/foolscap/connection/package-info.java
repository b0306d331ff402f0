/**
 * What two Tubs do with each other once they have negotiated ({@code spec/06 §7–9, §11, §14}):
 * calls and answers, references and their counting, gifts, keepalive.
 *
 * <p>{@link org.truckee.foolscap.connection.Connection} is the whole of it. Inbound, {@code
 * Inbound} reads messages, {@code Service} and {@code Deliveries} have them carried out, {@code
 * Inflow} bounds them; outbound, {@code Outbound} orders messages and {@code Outflow} brings them
 * to the socket.
 */
package org.truckee.foolscap.connection;
