package org.truckee.web.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.http.Exchange;

/** A line for each request, without what only the client may know ({@code spec/08 §1.5}). */
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final LogMessages messages;

  RequestLog(LogMessages messages) {
    this.messages = messages;
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Answering {
    void answer() throws IOException, InterruptedException;
  }

  /** Has a request answered, and notes how it went. */
  void note(Exchange exchange, Answering answering) throws IOException, InterruptedException {
    String address = Censored.address(exchange.rawPath(), exchange.rawQuery());
    LogMessages.Action action = messages.request(exchange.method(), address);
    try {
      answering.answer();
    } finally {
      action.ended(exchange.status());
      if (LOG.isInfoEnabled()) {
        LOG.info(
            "web: {} {} {} {} {}",
            client(exchange),
            exchange.method(),
            address,
            exchange.status(),
            exchange.sent() == 0 ? "-" : exchange.sent());
      }
    }
  }

  private static String client(Exchange exchange) {
    return exchange.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "-";
  }
}
