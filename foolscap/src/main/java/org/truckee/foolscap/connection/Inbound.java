package org.truckee.foolscap.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.Constraint;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteInterface;
import org.truckee.foolscap.remote.RemoteMethod;
import org.truckee.foolscap.slicing.MessageReader;
import org.truckee.foolscap.slicing.ValueReader;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;

/**
 * Reads the messages of a peer ({@code spec/06 §7}): calls, answers, errors. The one thread that
 * does this never waits for the peer to read, or for a call to end.
 */
final class Inbound {
  private static final int MAX_NAME = 200;

  /** For what stands in a message before anybody knows what it may cost. */
  private static final long HEAD_LIMIT = 16 << 10;

  private static final long FAILURE_LIMIT = 256 << 10;

  /** A byte string up to this size is not worth a pipe. */
  private static final long SMALL = 64 << 10;

  /** What is done with what was read. */
  interface Receiver {
    /** The object with that number; empty if there is none. */
    Optional<LocalObject> find(long clid);

    /** Notes that a call with that number begins; false if there is one. */
    boolean begin(long requestId);

    /** A complete call, or one whose last argument is still to come. */
    void call(InboundCall call);

    /** A call was not what it should be; the caller is not told if it gave up by itself. */
    void refuse(long requestId, Optional<RemoteFailure> failure);

    /** The call that an answer belongs to; empty if there is none. */
    Optional<PendingCall> pending(long requestId);

    /** An answer. */
    void answer(PendingCall call, Value value, List<Gift> gifts);

    /** There will be no answer. */
    void fail(PendingCall call, IOException reason);

    /** What the peer says to a call that failed there. */
    void failure(PendingCall call, RemoteFailure failure);

    /** The gifts that have been received since this was asked for last. */
    List<Gift> takeGifts();

    /** A byte string that passes through. */
    BytePipe pipe(long length);
  }

  private final MessageReader reader;
  private final ValueReader values;
  private final Receiver receiver;
  private final ConnectionOptions options;

  Inbound(MessageReader reader, ValueReader values, Receiver receiver, ConnectionOptions options) {
    this.reader = reader;
    this.values = values;
    this.receiver = receiver;
    this.options = options;
  }

  /** Reads one message. */
  void readMessage() throws IOException, InterruptedException {
    String kind = reader.nextMessage();
    reader.limit(HEAD_LIMIT);
    switch (kind) {
      case "call" -> readCall();
      case "answer" -> readAnswer();
      case "error" -> readError();
      default -> reader.discard();
    }
  }

  private void readCall() throws IOException, InterruptedException {
    long requestId = reader.id("request ID", false);
    if (requestId != 0 && !receiver.begin(requestId)) {
      throw new BananaException("a request ID that is still in use");
    }
    try {
      long clid = reader.id("object ID", true);
      LocalObject target =
          receiver.find(clid).orElseThrow(() -> new ViolationException("unknown CLID " + clid));
      String method = reader.name("method name", MAX_NAME);
      Optional<RemoteMethod> schema = schema(target, method);
      if (!reader.begin("arguments").equals("arguments")) {
        throw new BananaException("a call without arguments");
      }
      long limit = schema.map(RemoteMethod::messageLimit).orElse(options.untypedLimit());
      reader.limit(limit);
      if (schema.isPresent()) {
        readTyped(requestId, target, schema.get(), limit);
      } else {
        readUntyped(requestId, target, method, limit);
      }
    } catch (ViolationException e) {
      receiver.takeGifts();
      receiver.refuse(
          requestId,
          e.isAborted() ? Optional.empty() : Optional.of(RemoteFailure.violation(e.getMessage())));
      reader.discard();
    }
  }

  private static Optional<RemoteMethod> schema(LocalObject target, String method)
      throws ViolationException {
    if (target.schema().isEmpty()) {
      return Optional.empty();
    }
    RemoteInterface type = target.schema().get();
    Optional<RemoteMethod> schema = type.method(method);
    if (schema.isEmpty()) {
      throw new ViolationException("method '%s' not defined in %s".formatted(method, type.name()));
    }
    return schema;
  }

  private void readUntyped(long requestId, LocalObject target, String method, long limit)
      throws IOException {
    long count = reader.id("argument count", false);
    List<Value> arguments = new ArrayList<>();
    while (arguments.size() < count) {
      arguments.add(values.value());
    }
    Map<String, Value> keywords = new LinkedHashMap<>();
    while (reader.more()) {
      String name = reader.name("argument name", MAX_NAME);
      if (keywords.containsKey(name)) {
        throw repeated(name);
      }
      keywords.put(name, values.value());
    }
    reader.end("a call with more than its arguments");
    receiver.call(
        new InboundCall(
            requestId,
            target,
            Optional.empty(),
            method,
            arguments,
            keywords,
            receiver.takeGifts(),
            limit - reader.budget(),
            Optional.empty()));
  }

  /** The arguments of a call to an object with an interface, as far as they have come. */
  private final class TypedArguments {
    private final long requestId;
    private final LocalObject target;
    private final RemoteMethod schema;
    private final long limit;
    private final Value[] given;
    private int present;
    private Optional<BytePipe> pipe = Optional.empty();

    TypedArguments(long requestId, LocalObject target, RemoteMethod schema, long limit) {
      this.requestId = requestId;
      this.target = target;
      this.schema = schema;
      this.limit = limit;
      this.given = new Value[schema.argumentNames().size()];
    }

    void read(int index) throws IOException, InterruptedException {
      if (given[index] != null) {
        throw repeated(schema.argumentNames().get(index));
      }
      present++;
      given[index] =
          schema.argument(index) instanceof Constraint.StreamOf stream
              ? readStream(index, stream)
              : values.value(schema.argument(index));
    }

    /** The last argument to come may be on its way while the call is carried out already. */
    private Value readStream(int index, Constraint.StreamOf constraint)
        throws IOException, InterruptedException {
      if (present < given.length) {
        return values.value(new Constraint.BytesOf(0, constraint.max()));
      }
      long length = values.streamHead(constraint);
      if (length <= SMALL) {
        return Bytes.of(values.streamBody().readAllBytes());
      }
      BytePipe opened = receiver.pipe(length);
      pipe = Optional.of(opened);
      given[index] = new ByteStream(length, opened::input);
      receiver.call(call());
      pump(opened);
      return given[index];
    }

    void finish() throws IOException {
      for (int i = 0; i < given.length; i++) {
        if (given[i] == null && schema.argument(i) instanceof Constraint.OptionalOf) {
          given[i] = Value.None.NONE;
        } else if (given[i] == null) {
          throw new ViolationException(
              "missing required argument '%s'".formatted(schema.argumentNames().get(i)));
        }
      }
      pipe.ifPresentOrElse(BytePipe::complete, () -> receiver.call(call()));
    }

    private InboundCall call() {
      return new InboundCall(
          requestId,
          target,
          Optional.of(schema),
          schema.name(),
          Arrays.asList(given),
          Map.of(),
          receiver.takeGifts(),
          limit - reader.budget(),
          pipe);
    }
  }

  /** Whoever reads from the pipe learns when there will be no more. */
  private void pump(BytePipe pipe) throws IOException, InterruptedException {
    boolean done = false;
    try {
      pipe.fill(values.streamBody());
      done = true;
    } finally {
      if (!done) {
        pipe.fail(new IOException("the connection was lost"));
      }
    }
  }

  private void readTyped(long requestId, LocalObject target, RemoteMethod schema, long limit)
      throws IOException, InterruptedException {
    TypedArguments arguments = new TypedArguments(requestId, target, schema, limit);
    try {
      long count = reader.id("argument count", false);
      for (int i = 0; i < count; i++) {
        if (i >= schema.argumentNames().size()) {
          throw new ViolationException("too many positional arguments: " + count);
        }
        arguments.read(i);
      }
      while (reader.more()) {
        String name = reader.name("argument name", MAX_NAME);
        int index = schema.argumentNames().indexOf(name);
        if (index < 0) {
          throw new ViolationException("unknown argument '%s'".formatted(name));
        }
        arguments.read(index);
      }
      reader.end("a call with more than its arguments");
    } catch (IOException e) {
      arguments.pipe.ifPresent(pipe -> pipe.fail(e));
      throw e;
    }
    arguments.finish();
  }

  private static ViolationException repeated(String name) {
    return new ViolationException("got multiple values for argument '%s'".formatted(name));
  }

  private void readAnswer() throws IOException, InterruptedException {
    Optional<PendingCall> pending = receiver.pending(reader.id("request ID", false));
    if (pending.isEmpty()) {
      reader.discard();
      return;
    }
    PendingCall call = pending.get();
    reader.limit(call.messageLimit());
    try {
      if (call.result() instanceof Constraint.StreamOf stream) {
        readStreamedAnswer(call, stream);
        return;
      }
      Value value = values.value(call.result());
      reader.end("an answer with more than one value");
      receiver.answer(call, value, receiver.takeGifts());
    } catch (ViolationException e) {
      receiver.takeGifts();
      receiver.fail(call, e);
      reader.discard();
    }
  }

  private void readStreamedAnswer(PendingCall call, Constraint.StreamOf constraint)
      throws IOException, InterruptedException {
    long length = values.streamHead(constraint);
    if (length <= SMALL) {
      byte[] bytes = values.streamBody().readAllBytes();
      reader.end("an answer with more than one value");
      receiver.answer(call, Bytes.of(bytes), List.of());
      return;
    }
    BytePipe pipe = receiver.pipe(length);
    receiver.answer(call, new ByteStream(length, pipe::input), List.of());
    pump(pipe);
    reader.end("an answer with more than one value");
    pipe.complete();
  }

  private void readError() throws IOException {
    Optional<PendingCall> pending = receiver.pending(reader.id("request ID", false));
    if (pending.isEmpty()) {
      reader.discard();
      return;
    }
    reader.limit(FAILURE_LIMIT);
    try {
      RemoteFailure failure = Failures.read(reader, values);
      reader.end("an error with more than one failure");
      receiver.failure(pending.get(), failure);
    } catch (ViolationException e) {
      receiver.fail(pending.get(), e);
      reader.discard();
    }
  }
}
