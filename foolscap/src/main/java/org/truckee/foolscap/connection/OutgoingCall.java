package org.truckee.foolscap.connection;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.truckee.foolscap.remote.Constraint;
import org.truckee.foolscap.remote.RemoteMethod;
import org.truckee.foolscap.slicing.ValueWriter;
import org.truckee.foolscap.value.Value;

/**
 * A call to be made.
 *
 * @param clid the object at the peer; 0 is the peer itself, a negative number a bound method
 * @param method its name on the wire
 * @param arguments by position
 * @param keywords by name
 * @param label what is called, for messages
 * @param result what may come as answer
 * @param messageLimit how much memory the answer may take, in bytes
 */
record OutgoingCall(
    long clid,
    String method,
    List<Value> arguments,
    Map<String, Value> keywords,
    String label,
    Constraint result,
    long messageLimit) {

  static OutgoingCall untyped(
      long clid,
      String method,
      List<Value> arguments,
      Map<String, Value> keywords,
      ConnectionOptions options) {
    return new OutgoingCall(
        clid, method, arguments, keywords, method, Constraint.ANY, options.untypedLimit());
  }

  static OutgoingCall typed(long clid, RemoteMethod method, List<Value> arguments) {
    return new OutgoingCall(
        clid,
        method.name(),
        method.positional(arguments),
        method.keywords(arguments),
        method.fullName(),
        method.result(),
        method.messageLimit());
  }

  /** Writes it; 0 as number means that no answer is wanted ({@code spec/06 §7.1}). */
  void write(ValueWriter writer, long requestId) throws IOException {
    writer.open("call");
    writer.tokens().integer(requestId);
    writer.tokens().integer(clid);
    writer.tokens().string(clid < 0 ? "" : method);
    writer.open("arguments");
    writer.tokens().integer(arguments.size());
    for (Value argument : arguments) {
      writer.value(argument);
    }
    for (Map.Entry<String, Value> keyword : keywords.entrySet()) {
      writer.tokens().string(keyword.getKey());
      writer.value(keyword.getValue());
    }
    writer.close();
    writer.close();
  }
}
