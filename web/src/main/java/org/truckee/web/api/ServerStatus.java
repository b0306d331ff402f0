package org.truckee.web.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A storage server as the welcome page shows it ({@code spec/08 §18.1}).
 *
 * @param id its long name
 * @param nickname what its operator calls it; may be empty
 * @param connected whether it answers now
 * @param summary the state of the connection in words
 * @param lastReceived when it last answered
 * @param availableSpace bytes it offers
 * @param version name and version of its software
 */
public record ServerStatus(
    String id,
    String nickname,
    boolean connected,
    String summary,
    Optional<Instant> lastReceived,
    OptionalLong availableSpace,
    Optional<String> version) {}
