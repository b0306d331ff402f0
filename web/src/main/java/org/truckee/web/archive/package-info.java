/**
 * A directory and all below it as one zip archive, written while it is sent: files come from the
 * grid, some ahead of their turn, and what is in memory does not grow with them. Entries are stored
 * as they are; names are made safe for whoever unpacks them; what cannot be read is listed in the
 * archive itself.
 */
package org.truckee.web.archive;
