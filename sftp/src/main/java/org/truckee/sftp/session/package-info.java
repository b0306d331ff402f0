/**
 * One SFTP conversation: packets come in on one stream and go out on another, and what they ask is
 * done to the grid as {@code spec/11} says. {@link org.truckee.sftp.session.SftpSession} reads,
 * keeps order and answers; {@link org.truckee.sftp.session.NameOperations} and {@link
 * org.truckee.sftp.session.OpenOperation} do it. Knows nothing of SSH.
 */
package org.truckee.sftp.session;
