package org.truckee.foolscap.negotiation;

import java.util.Optional;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.connection.Transport;

/**
 * What two Tubs have agreed on.
 *
 * @param transport where Banana is spoken from now on
 * @param peer who the other side has proved to be
 * @param vocabulary for both directions
 * @param master whether this side decided
 * @param incarnation what the peer chose when it started; empty text if it did not say
 * @param sequence the number of the connection, if this side decided
 * @param words two words by which the peer knows the connection, if it decided
 */
public record Negotiated(
    Transport transport,
    TubId peer,
    Vocabulary vocabulary,
    boolean master,
    String incarnation,
    long sequence,
    Optional<String> words) {}
