package org.truckee.web.api;

import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.grid.GridException;
import org.truckee.http.RefusedException;
import org.truckee.web.pages.MessageView;
import org.truckee.web.pages.Pages;

/** How failures are told to the one who asked ({@code spec/08 §6}). */
final class ErrorResponses {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
  private static final String TEXT = "text/plain;charset=utf-8";

  private ErrorResponses() {}

  static void send(WebRequest request, WebException error)
      throws IOException, InterruptedException {
    request.clearContentHeaders();
    if (!error.allow().isEmpty()) {
      request.setHeader("Allow", error.allow());
    }
    switch (error.form()) {
      case TEXT -> request.respond(error.status(), TEXT, error.getMessage());
      case PAGE ->
          request.respond(
              error.status(),
              Html.CONTENT_TYPE,
              errorPage(request, error.status(), error.heading(), error.getMessage()));
    }
  }

  /** Tells what the grid could not do. */
  static void send(WebRequest request, GridException failure)
      throws IOException, InterruptedException {
    request.clearContentHeaders();
    GridFailure told = GridFailure.of(failure);
    if (told.status() == 500) {
      failed(request, told.message());
    } else {
      request.respond(told.status(), TEXT, told.message());
    }
  }

  /** A failure of the grid that kept from finding what the request names, as a page. */
  static WebException asPage(GridException failure) {
    GridFailure told = GridFailure.of(failure);
    return WebException.page(told.status(), told.message());
  }

  /** Tells what is wrong with the request as such. */
  static void send(WebRequest request, RefusedException refusal)
      throws IOException, InterruptedException {
    request.clearContentHeaders();
    if (refusal.status() == 408) {
      request.http().close();
    }
    request.respond(refusal.status(), TEXT, refusal.getMessage());
  }

  /** Tells of something that should not have happened. Details go to the log, not to the client. */
  static void sendUnexpected(WebRequest request, Throwable failure)
      throws IOException, InterruptedException {
    String incident = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("request failed unexpectedly, incident {}", incident, failure);
    request.clearContentHeaders();
    failed(request, "Internal error: incident %s, see the log of the node".formatted(incident));
  }

  private static void failed(WebRequest request, String message)
      throws IOException, InterruptedException {
    if (wantsHtml(request)) {
      request.respond(500, Html.CONTENT_TYPE, errorPage(request, 500, "Exception", message));
    } else {
      request.respond(500, TEXT, message);
    }
  }

  private static boolean wantsHtml(WebRequest request) {
    String accept = request.header("Accept").orElse("");
    return accept.isEmpty()
        || accept.contains("*/*")
        || accept.contains("text/*")
        || accept.contains("text/html");
  }

  private static String errorPage(WebRequest request, int status, String heading, String message) {
    return Pages.message(
        Frames.of("%d - %s".formatted(status, heading), request),
        new MessageView(heading, message.lines().filter(line -> !line.isBlank()).toList()));
  }
}
