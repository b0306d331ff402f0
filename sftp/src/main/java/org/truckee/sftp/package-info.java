/**
 * The SFTP door of a grid ({@code spec/11}, part A): {@link org.truckee.sftp.SftpServer}. Who may
 * enter stands in {@link org.truckee.sftp.Accounts}; the server shows itself by its {@link
 * org.truckee.sftp.HostKey}.
 *
 * <p>SSH is Apache MINA's. SFTP is our own, since its operations are those of {@code spec/11} and
 * not of a file system: {@code protocol} has its packets, {@code session} what they ask for, {@code
 * file} the files that are open. Nothing but this package knows of SSH.
 */
package org.truckee.sftp;
