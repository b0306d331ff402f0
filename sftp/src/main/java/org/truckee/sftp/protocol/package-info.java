/**
 * The packets of SFTP version 3 (draft-ietf-secsh-filexfer-02) as values: what clients ask, what
 * they are told. Knows neither the grid nor SSH. Whatever bytes come, parsing them ends in a {@link
 * org.truckee.sftp.protocol.Request} or in a {@link
 * org.truckee.sftp.protocol.MalformedPacketException}.
 */
package org.truckee.sftp.protocol;
