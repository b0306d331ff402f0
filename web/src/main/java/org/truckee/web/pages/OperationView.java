package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * What an operation in the background shows of itself, while it goes on and when it has ended.
 *
 * @param heading what it does
 * @param finished whether it has ended
 * @param status how it stands, in words
 * @param progress from 0 to 1; empty if nobody can tell
 * @param place of the operation, without arguments
 * @param index where the shares are of what it begins with; empty if that need not be told
 * @param counters what was counted, first what matters most
 * @param check what a check of one thing found; empty for other operations and before the end
 * @param notes what is wrong
 * @param tables what was found
 * @param back where somebody came from; may be empty
 */
public record OperationView(
    String heading,
    boolean finished,
    String status,
    Optional<Double> progress,
    String place,
    String index,
    List<Fact> counters,
    Optional<CheckView> check,
    List<Notes> notes,
    List<Table> tables,
    String back) {}
