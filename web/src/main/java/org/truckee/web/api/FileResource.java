package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.FileReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.UploadOptions;

/** An immutable file, by its read cap ({@code spec/08 §9}). */
final class FileResource implements Resource {
  private static final String TEXT = "text/plain";

  private final Grid grid;
  private final FileReadCap cap;
  private final String name;

  /**
   * A file.
   *
   * @param name what the path calls it; empty if it does not
   */
  FileResource(Grid grid, FileReadCap cap, String name) {
    this.grid = grid;
    this.cap = cap;
    this.name = name;
  }

  @Override
  public void answer(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    switch (exchange.method()) {
      case "GET" -> get(exchange);
      case "HEAD" -> head(exchange);
      case "POST" -> post(exchange);
      case "PUT" -> put(exchange);
      case String other -> throw WebException.method(other, "GET, HEAD, POST, PUT");
    }
  }

  private void get(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    String operation = exchange.arguments().operation();
    switch (operation) {
      case "", "json", "uri", "readonly-uri" -> {
        if (matchesTag(exchange, operation)) {
          exchange.respondEmpty(304);
          return;
        }
      }
      default -> throw WebException.text(400, "GET file: bad t=" + Escapes.printable(operation));
    }
    switch (operation) {
      case "" -> new FileDownload(grid, cap, name).send(exchange);
      case "json" -> exchange.respond(200, TEXT, Json.text(json()));
      default -> exchange.respond(200, TEXT, cap.text());
    }
  }

  private void head(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    if (!exchange.arguments().operation().isEmpty()) {
      throw WebException.text(400, "HEAD file: bad t=");
    }
    new FileDownload(grid, cap, name).send(exchange);
  }

  private void post(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    readForm(exchange);
    String operation = exchange.arguments().operation();
    if (!operation.equals("check")) {
      throw WebException.text(400, "POST to file: bad t=" + Escapes.printable(operation));
    }
    new FileCheck(grid, cap).answer(exchange);
  }

  private void readForm(Exchange exchange) throws IOException, WebException, InterruptedException {
    if (Form.isForm(exchange)) {
      try (Form form =
          Form.read(exchange, contents -> grid.spool(contents, UploadOptions.DEFAULT))) {
        exchange.arguments(exchange.arguments().withForm(form.fields()));
      }
    }
  }

  private void put(Exchange exchange) throws WebException {
    if (exchange.arguments().text("replace").filter("false"::equalsIgnoreCase).isPresent()) {
      throw WebException.text(
          409, "There was already a child by that name, and you asked me to not replace it.");
    }
    if (exchange.arguments().text("offset").isPresent()) {
      throw WebException.text(400, "PUT to a file: append operation invoked on an immutable cap");
    }
    String operation = exchange.arguments().operation();
    throw operation.isEmpty() || operation.equals("uri")
        ? WebException.text(400, "PUT to a file: an immutable file cannot be replaced")
        : WebException.text(400, "PUT to a file: bad t=" + Escapes.printable(operation));
  }

  /** Sets the tag of an answer that never changes, and tells whether the client has it already. */
  private boolean matchesTag(Exchange exchange, String operation) {
    Optional<String> tag = cap.storageIndex().map(index -> index + "-" + operation);
    if (tag.isEmpty()) {
      return false;
    }
    exchange.setHeader("ETag", tag.get());
    String known = exchange.header("If-None-Match");
    return known != null
        && Arrays.stream(known.split("[\\s,]+"))
            .anyMatch(
                word ->
                    word.equals("*")
                        || word.equals(tag.get())
                        || word.equals("\"" + tag.get() + "\""));
  }

  private ArrayNode json() {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("mutable", false);
    properties.put("format", "CHK");
    properties.put("size", size());
    properties.put("ro_uri", cap.text());
    cap.verifier().ifPresent(verifier -> properties.put("verify_uri", verifier.text()));
    return JsonNodeFactory.instance.arrayNode().add("filenode").add(properties);
  }

  private long size() {
    return switch (cap) {
      case ChkReadCap chk -> chk.size();
      case LiteralCap literal -> literal.size();
      default -> throw new IllegalStateException("only immutable files are served");
    };
  }
}
