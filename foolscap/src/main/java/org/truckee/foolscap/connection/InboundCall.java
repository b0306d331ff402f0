package org.truckee.foolscap.connection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteMethod;
import org.truckee.foolscap.value.Value;

/**
 * A call that the peer wants carried out.
 *
 * @param requestId its number; 0 if no answer is wanted
 * @param target the object that is called
 * @param schema the method; empty if the object has no interface
 * @param methodName the name of the method on the wire
 * @param arguments all of them in the order of the schema, or the positional ones
 * @param keywords those that came by name, if there is no schema
 * @param gifts the objects of third Tubs among the arguments, to be fetched first
 * @param cost about how much memory the arguments take, in bytes
 * @param pipe where the last argument comes from, if it is not in memory
 */
record InboundCall(
    long requestId,
    LocalObject target,
    Optional<RemoteMethod> schema,
    String methodName,
    List<Value> arguments,
    Map<String, Value> keywords,
    List<Gift> gifts,
    long cost,
    Optional<BytePipe> pipe) {

  /** Whether the caller waits for an answer. */
  boolean wantsAnswer() {
    return requestId != 0;
  }

  /** For messages. */
  String label() {
    return schema.map(RemoteMethod::fullName).orElse(methodName);
  }
}
