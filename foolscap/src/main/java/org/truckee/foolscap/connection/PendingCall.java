package org.truckee.foolscap.connection;

import java.util.concurrent.CompletableFuture;
import org.truckee.foolscap.remote.Constraint;
import org.truckee.foolscap.value.Value;

/**
 * A call that we have made and that has not been answered.
 *
 * @param id its number on the connection
 * @param label what was called, for messages
 * @param result what may come as answer
 * @param messageLimit how much memory the answer may take, in bytes
 * @param outcome completed with the answer or with why there is none
 */
record PendingCall(
    long id,
    String label,
    Constraint result,
    long messageLimit,
    CompletableFuture<Value> outcome) {}
