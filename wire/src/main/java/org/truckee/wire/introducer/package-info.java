/**
 * How servers and clients find one another ({@code spec/07 §1–5}).
 *
 * <p>{@link org.truckee.wire.introducer.IntroducerClient} tells an introducer what a node offers
 * and hears what others offer; {@link org.truckee.wire.introducer.IntroducerServer} is an
 * introducer. What travels are {@link org.truckee.wire.introducer.Announcement}s, signed with the
 * key of their publisher; {@link org.truckee.wire.introducer.AnnouncedServer} is what one of a
 * storage server means, whether it came from an introducer or from a file.
 */
package org.truckee.wire.introducer;
