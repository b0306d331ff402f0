/**
 * The network I2P, by way of the SAM bridge of an I2P router ({@code spec/09 §5.5}). The protocol
 * is SAM 3.1 of I2P's own documentation, with the ports of 3.2 where the bridge has them.
 */
package org.truckee.wire.network.i2p;
