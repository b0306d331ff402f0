/**
 * The network Tor ({@code spec/09 §5.4}): connections through its SOCKS proxy, and onion services
 * by way of its control port. The protocols are those of Tor's own specifications.
 */
package org.truckee.wire.network.tor;
