/**
 * Base directories of 2007 and the nodes that run out of them: clients, which keep shares too, and
 * introducers with their directory server ({@code spec/12 §12.2, §14, §16}).
 */
package org.truckee.firstgen.node;
