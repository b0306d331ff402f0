package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * What came of a check or a repair.
 *
 * @param outcome of the repair; empty if none was asked for
 * @param now how it is; empty if there are no shares
 * @param before how it was before a repair; empty if there was none
 * @param remarks more to be said
 * @param back where somebody came from; may be empty
 * @param json where programs find the same; may be empty
 */
public record CheckView(
    String outcome,
    Optional<ShareHealth> now,
    Optional<ShareHealth> before,
    List<String> remarks,
    String back,
    String json) {}
