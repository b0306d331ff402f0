/**
 * Files that a client has open, and what holds what it writes until that is in the grid.
 *
 * <p>A file that is only read is read by range, ahead of the client while it reads on ({@link
 * org.truckee.sftp.file.ReadHandle}). One that may be written is a {@link
 * org.truckee.sftp.file.PendingFile}: its {@link org.truckee.sftp.file.Draft} lies over what the
 * grid has, and goes there when it is closed. The files that are pending in a node are in one table
 * ({@link org.truckee.sftp.file.PendingFiles}), so that what else is asked of their names is
 * answered as if they were there ({@code spec/11 §A6}).
 */
package org.truckee.sftp.file;
