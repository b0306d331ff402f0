/**
 * What servers say of themselves: {@link org.truckee.wire.introducer.AnnouncedServer} is a storage
 * server as its announcement describes it, whether that came from an introducer or from a file
 * ({@code spec/07 §2.1, §4.1}).
 */
package org.truckee.wire.introducer;
