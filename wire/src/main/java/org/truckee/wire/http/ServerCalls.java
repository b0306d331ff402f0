package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.truckee.crypto.Secret;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;
import org.truckee.wire.Nurl;
import org.truckee.wire.network.AddressFamily;

/**
 * Requests to one server, with the headers of {@code spec/05 §12.3}, and what its statuses mean.
 */
final class ServerCalls {
  private static final int ERROR_BYTES = 10_000;

  /** Reading so many bytes for nothing costs less than another TLS handshake. */
  private static final long DRAINED_BYTES = 1 << 20;

  private final HttpTransport transport;
  private final Nurl nurl;
  private final ClientLimits limits;
  private final ClientPool.Pin pin;
  private final String authorization;
  private final AtomicLong answers = new AtomicLong();

  ServerCalls(HttpTransport transport, Nurl nurl, AddressFamily family, ClientLimits limits) {
    this.transport = transport;
    this.nurl = nurl;
    this.limits = limits;
    this.pin = new ClientPool.Pin(nurl.certificateHash(), family, limits.connect());
    this.authorization = StorageHandler.authorization(nurl.swissnum());
  }

  ClientLimits limits() {
    return limits;
  }

  /** How many requests the server has answered so far, whatever it said. */
  long answers() {
    return answers.get();
  }

  /** Host and port, for messages. */
  String server() {
    return nurl.host() + ":" + nurl.port();
  }

  /** A request without secrets and body. */
  Request request(String method, Target target) {
    return transport
        .clients()
        .request(nurl, pin, method, target.path())
        .idleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
        .headers(
            headers -> headers.put("Authorization", authorization).put("Accept", Messages.CBOR));
  }

  static Request with(Request request, SecretKind kind, Secret secret) {
    return request.headers(
        headers -> headers.add(SecretKind.HEADER, SecretHeaders.print(kind, secret)));
  }

  static Request with(Request request, LeaseSecrets leases) {
    with(request, SecretKind.LEASE_RENEW, leases.renew());
    return with(request, SecretKind.LEASE_CANCEL, leases.cancel());
  }

  static Request withMessage(Request request, byte[] message) {
    return withMessage(request, ByteBuffer.wrap(message));
  }

  static Request withMessage(Request request, ByteBuffer message) {
    return request.body(new ByteBufferRequestContent(Messages.CBOR, message));
  }

  static Request withBytes(Request request, ByteBuffer... data) {
    return request.body(new ByteBufferRequestContent(null, data));
  }

  /** Sends a request whose answer is a message or nothing. */
  Answer call(Request request, String operation) throws StorageException, InterruptedException {
    return call(request, operation, this::message, sent(request));
  }

  /** Sends a GET, once more if a kept connection turns out to be dead. */
  Answer get(Target target, String operation) throws StorageException, InterruptedException {
    return get(() -> request("GET", target), operation, this::message, 0);
  }

  /** Makes a request once more. */
  interface RequestMaker {
    Request make();
  }

  Answer get(RequestMaker maker, String operation, ClientCall.BodyChoice choice, long bytes)
      throws StorageException, InterruptedException {
    ClientCall first = get(maker.make(), operation, choice, bytes);
    try {
      return send(first, bytes);
    } catch (ServerUnavailableException e) {
      if (!first.lostBeforeAnswer()) {
        throw e;
      }
      return send(get(maker.make(), operation, choice, bytes), bytes);
    }
  }

  private Answer send(ClientCall call, long bytes) throws StorageException, InterruptedException {
    Answer answer = call.send(limits.callOf(bytes));
    answers.incrementAndGet();
    return answer;
  }

  private ClientCall get(
      Request request, String operation, ClientCall.BodyChoice choice, long bytes) {
    return new ClientCall(
        request,
        name(operation),
        choice,
        bytes <= DRAINED_BYTES ? Optional.of(transport.threads().timer()) : Optional.empty());
  }

  private Answer call(Request request, String operation, ClientCall.BodyChoice choice, long bytes)
      throws StorageException, InterruptedException {
    return send(new ClientCall(request, name(operation), choice, Optional.empty()), bytes);
  }

  /** The reader of a CBOR answer with any of these statuses; anything else is an error. */
  CborReader message(Answer answer, String operation, Integer... statuses) throws StorageException {
    if (!List.of(statuses).contains(answer.status())) {
      throw failure(answer, operation);
    }
    if (!answer.hasType(Messages.CBOR)) {
      throw new ProtocolException(name(operation) + ": the answer is not CBOR");
    }
    return new CborReader(answer.body());
  }

  /** Reads one kind of message. */
  interface Decoder<T> {
    T decode(CborReader in) throws MalformedCborException;
  }

  <T> T decode(CborReader in, String operation, Decoder<T> decoder) throws ProtocolException {
    try {
      return decoder.decode(in);
    } catch (MalformedCborException e) {
      throw new ProtocolException(name(operation) + ": bad answer: " + e.getMessage(), e);
    }
  }

  /** What an error status means. */
  StorageException failure(Answer answer, String operation) {
    String text =
        "%s: status %d %s".formatted(name(operation), answer.status(), answer.shortText());
    return switch (answer.status()) {
      case 401 ->
          new ProtocolException(text + " (is the swissnum of the NURL still the server's?)");
      case 408, 502, 503, 504 -> new ServerUnavailableException(text);
      case 409 -> new CorruptContainerException(text);
      case 413 -> new DataTooLargeException(text);
      case 507 -> new NoSpaceException(text);
      default -> answer.status() >= 500 ? new StorageException(text) : new ProtocolException(text);
    };
  }

  /** What an error status means for a write to an upload ({@code spec/05 §7.2}). */
  StorageException writeFailure(Answer answer, String operation) {
    String text =
        "%s: status %d %s".formatted(name(operation), answer.status(), answer.shortText());
    return switch (answer.status()) {
      case 404 -> new UploadGoneException(text);
      case 409 -> new ConflictingWriteException(text);
      case 416 -> new DataTooLargeException(text);
      default -> failure(answer, operation);
    };
  }

  /** What an error status means for a change of a slot ({@code spec/05 §8.1}). */
  StorageException slotFailure(Answer answer, String operation) {
    return answer.status() == 401
        ? new BadWriteEnablerException(
            name(operation) + ": the server refused the write enabler (or the swissnum)")
        : failure(answer, operation);
  }

  /** An operation and the server, for messages. */
  String name(String operation) {
    return operation + " at " + server();
  }

  private AnswerBody message(int status, HttpFields headers) {
    return status < 300
        ? AnswerBody.collect(limits.answerBytes(), false, announced(headers))
        : AnswerBody.collect(ERROR_BYTES, true);
  }

  /** How long a body is by its header; -1 if that says nothing. */
  static long announced(HttpFields headers) {
    return headers.getLongField(HttpHeader.CONTENT_LENGTH);
  }

  /** Where an error answer to a read goes. */
  static AnswerBody error() {
    return AnswerBody.collect(ERROR_BYTES, true);
  }

  private static long sent(Request request) {
    return request.getBody() == null ? 0 : Math.max(0, request.getBody().getLength());
  }
}
