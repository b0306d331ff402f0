package org.truckee.node.config;

/** An endpoint that a network provides which hides the address of this machine. */
public enum HiddenEndpoint implements TubEndpoint {
  /** {@code listen:tor}: where the onion service delivers what comes for it. */
  TOR,
  /** {@code listen:i2p}: the I2P destination of the node. */
  I2P
}
