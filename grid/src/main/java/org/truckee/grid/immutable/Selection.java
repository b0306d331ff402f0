package org.truckee.grid.immutable;

import java.util.List;

/**
 * The servers that were found for a file.
 *
 * @param granted the shares to be sent
 * @param holders who will hold what when all of them have been sent
 * @param preexisting how many share numbers servers had before
 */
record Selection(List<GrantedShare> granted, Holders holders, int preexisting) {}
