/**
 * How places of the network are reached ({@code spec/07 §15}): directly, through Tor or through
 * I2P, the same for Foolscap and for HTTPS.
 *
 * <p>An {@link org.truckee.wire.network.AddressFamily} makes connections of one kind; {@link
 * org.truckee.wire.network.Routes} says which family leads to which kind of address. Only the
 * family {@link org.truckee.wire.network.TcpFamily} ever looks up a name or lets the other side see
 * the address of this machine.
 */
package org.truckee.wire.network;
