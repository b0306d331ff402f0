package org.truckee.web.api;

import java.io.IOException;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.BadCiphertextException;
import org.truckee.grid.GridException;
import org.truckee.grid.NoServersException;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.UploadUnhappinessException;

/** How failures are told to the one who asked ({@code spec/08 §6}). */
final class ErrorResponses {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
  private static final String TEXT = "text/plain;charset=utf-8";

  private ErrorResponses() {}

  static void send(Exchange exchange, WebException error) throws IOException {
    exchange.clearContentHeaders();
    if (!error.allow().isEmpty()) {
      exchange.setHeader(HttpHeader.ALLOW.asString(), error.allow());
    }
    switch (error.form()) {
      case TEXT -> exchange.respond(error.status(), TEXT, error.getMessage());
      case PAGE ->
          exchange.respond(
              error.status(),
              Html.CONTENT_TYPE,
              errorPage(exchange, error.status(), error.heading(), error.getMessage()));
    }
  }

  /** Tells what the grid could not do. */
  static void send(Exchange exchange, GridException failure) throws IOException {
    exchange.clearContentHeaders();
    switch (failure) {
      case NoSharesException e -> exchange.respond(410, TEXT, unrecoverable("NoSharesError", e));
      case NotEnoughSharesException e ->
          exchange.respond(410, TEXT, unrecoverable("NotEnoughSharesError", e));
      case UploadUnhappinessException e -> failed(exchange, "UploadUnhappinessError", e);
      case NoServersException e -> failed(exchange, "NoServersError", e);
      case BadCiphertextException e -> failed(exchange, "BadCiphertextHashError", e);
      case TooManyTransfersException e -> exchange.respond(503, TEXT, e.getMessage());
      case UnusableCapabilityException e -> exchange.respond(400, TEXT, e.getMessage());
      default -> failed(exchange, failure.getClass().getSimpleName(), failure);
    }
  }

  /** Tells of something that should not have happened. Details go to the log, not to the client. */
  static void sendUnexpected(Exchange exchange, Throwable failure) throws IOException {
    String incident = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("request failed unexpectedly, incident {}", incident, failure);
    exchange.clearContentHeaders();
    failed(
        exchange,
        "Internal error",
        new IOException("incident %s, see the log of the node".formatted(incident)));
  }

  private static void failed(Exchange exchange, String name, Exception failure) throws IOException {
    String message = name + ": " + failure.getMessage();
    if (wantsHtml(exchange)) {
      exchange.respond(500, Html.CONTENT_TYPE, errorPage(exchange, 500, "Exception", message));
    } else {
      exchange.respond(500, TEXT, message);
    }
  }

  private static boolean wantsHtml(Exchange exchange) {
    String accept = exchange.header("Accept");
    return accept == null
        || accept.isEmpty()
        || accept.contains("*/*")
        || accept.contains("text/*")
        || accept.contains("text/html");
  }

  private static String unrecoverable(String name, GridException failure) {
    return """
    %s: The file cannot be read: not enough intact shares of it could be reached. \
    Perhaps some of its servers are not connected at the moment, or were lost. \
    See which servers are connected on the welcome page, check the file, and try again later.

    The full error message is:
    %s\
    """
        .formatted(name, failure.getMessage());
  }

  private static String errorPage(Exchange exchange, int status, String heading, String message) {
    return Html.page(
        "%d - %s".formatted(status, heading),
        Html.root(exchange.path()),
        "<h1>%s</h1>\n<p>%s</p>"
            .formatted(Escapes.html(heading), Escapes.html(message).replace("\n", "<br>")));
  }
}
