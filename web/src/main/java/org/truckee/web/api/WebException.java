package org.truckee.web.api;

import java.io.Serial;

/** A request that cannot be answered as asked, and the answer it gets instead. */
final class WebException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** How the error is presented ({@code spec/08 §6.1, §6.2}). */
  enum Form {
    TEXT,
    PAGE
  }

  private final int status;
  private final Form form;
  private final String heading;
  private final String allow;

  private WebException(int status, Form form, String heading, String message, String allow) {
    super(message);
    this.status = status;
    this.form = form;
    this.heading = heading;
    this.allow = allow;
  }

  /** An error in an operation, answered in plain text. */
  static WebException text(int status, String message) {
    return new WebException(status, Form.TEXT, "Error", message, "");
  }

  /** An error in finding what the request names, answered with a page. */
  static WebException page(int status, String message) {
    return new WebException(status, Form.PAGE, "Error", message, "");
  }

  /** A page error with a heading of its own. */
  static WebException page(int status, String heading, String message) {
    return new WebException(status, Form.PAGE, heading, message, "");
  }

  /** A value of {@code t} that is no format of a page ({@code spec/08 §17.2}). */
  static WebException unknownFormat(String t) {
    return page(400, "Bad Format", "Unknown t value: '%s'".formatted(Escapes.printable(t)));
  }

  /**
   * A method that the resource does not have ({@code spec/08 §1.2}).
   *
   * @param allowed the methods it has, separated by commas
   */
  static WebException method(String method, String allowed) {
    return switch (method) {
      case "GET", "HEAD", "POST" ->
          new WebException(
              405,
              Form.PAGE,
              "Method Not Allowed",
              "Your browser approached me with the method " + method + ". I only allow " + allowed,
              allowed);
      default ->
          page(501, "Method Not Implemented", "The method %s is not known here.".formatted(method));
    };
  }

  /** An error on a page, because it kept from finding what the request names. */
  WebException asPage() {
    return page(status, getMessage());
  }

  int status() {
    return status;
  }

  Form form() {
    return form;
  }

  String heading() {
    return heading;
  }

  /** The value of the {@code Allow} header; empty if there is none. */
  String allow() {
    return allow;
  }
}
