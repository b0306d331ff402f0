/**
 * Who may be given new shares, where a grid manager decides ({@code spec/07 §13}).
 *
 * <p>A grid manager signs a {@link org.truckee.wire.gridmanager.SignedCertificate} for each storage
 * server of the grid, which the server announces. A client that knows the public keys of {@link
 * org.truckee.wire.gridmanager.GridManagers} places new shares only on servers with a certificate
 * of one of them that has not expired.
 */
package org.truckee.wire.gridmanager;
