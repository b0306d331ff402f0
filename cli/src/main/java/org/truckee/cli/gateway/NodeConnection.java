package org.truckee.cli.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a node for one request. The answer is read from the moment when the request
 * begins: a node that refuses a file says so while it is still being sent.
 *
 * <p>Written here because the JDK's clients either lose such an answer or take longer to start than
 * a whole command.
 */
public final class NodeConnection implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(30);

  /** A repair of a large file takes hours, in which nothing is sent. */
  private static final Duration TO_ANSWER = Duration.ofHours(24);

  /** How long an answer can be on its way when the node takes no more of the request. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final int ERROR_BYTES = 16_384;
  private static final int FIRST_ERROR = 400;

  private final Socket socket;
  private final FutureTask<Answer> answer = new FutureTask<>(this::readAnswer);

  private NodeConnection(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param root the URL of the node
   */
  public static NodeConnection to(URI root) throws IOException {
    String host = root.getHost().replaceAll("[\\[\\]]", "").replace("%25", "%");
    boolean secure = root.getScheme().equalsIgnoreCase("https");
    int port = root.getPort() >= 0 ? root.getPort() : secure ? 443 : 80;
    Socket plain = connected(host, port);
    try {
      plain.setSoTimeout((int) TO_ANSWER.toMillis());
      plain.setKeepAlive(true);
      return new NodeConnection(secure ? secured(plain, host, port) : plain);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** A name may stand for several addresses, of which not all need to be listened on. */
  private static Socket connected(String host, int port) throws IOException {
    IOException failure = new IOException("there is no address for it");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), (int) TO_CONNECT.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secured = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  /** Sends the head of the request and begins to listen for the answer. */
  public void begin(String head) throws IOException {
    socket.getOutputStream().write(AnswerReader.bytes(head));
    Thread.ofPlatform().daemon().name("answer").start(answer);
  }

  /** Where the body of the request goes. */
  public OutputStream body() throws IOException {
    return socket.getOutputStream();
  }

  /** Whether the node has refused the request already; more of it need not be sent. */
  public boolean isRefused() {
    return answer.state() == java.util.concurrent.Future.State.SUCCESS
        && answer.resultNow().status() >= FIRST_ERROR;
  }

  /** The answer, when it comes. */
  public Answer answer() throws IOException {
    return await(TO_ANSWER);
  }

  /** The answer, if it is on its way although the request could not be sent to its end. */
  public Answer lastWords() throws IOException {
    return await(LAST_WORDS);
  }

  private Answer await(Duration limit) throws IOException {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within %d s".formatted(limit.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Answer readAnswer() throws IOException {
    Answer head = new AnswerReader(new BufferedInputStream(socket.getInputStream())).read(this);
    if (head.status() < FIRST_ERROR) {
      return head;
    }
    // All of it now: when the node hangs up on what is still sent, the rest may be lost.
    Answer whole = AnswerReader.held(head, ERROR_BYTES);
    if (!(socket instanceof SSLSocket)) {
      // Wakes whoever is still sending, and may wait for a node that takes no more.
      socket.shutdownOutput();
    }
    return whole;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
