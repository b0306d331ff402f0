package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.truckee.capability.Capability;

/** Something that cannot be read: a verify cap, or no known capability ({@code spec/08 §13}). */
final class UnknownResource implements Resource {
  private final Capability cap;

  UnknownResource(Capability cap) {
    this.cap = cap;
  }

  @Override
  public void answer(Exchange exchange) throws IOException, WebException {
    switch (exchange.method()) {
      case "GET", "HEAD" -> get(exchange);
      case String other -> throw WebException.method(other, "HEAD, GET");
    }
  }

  private void get(Exchange exchange) throws IOException, WebException {
    String operation = exchange.arguments().operation();
    if (!operation.equals("json")) {
      throw WebException.text(
          400,
          "GET unknown URI type: can only do t=info and t=json, not t=%s.\n"
                  .formatted(Escapes.printable(operation))
              + "Using a newer node may help, if this is a capability of a newer kind.");
    }
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    String text = cap.text();
    if (text.startsWith("ro.") || text.startsWith("imm.")) {
      properties.put("ro_uri", text);
      if (text.startsWith("imm.")) {
        properties.put("mutable", false);
      }
    }
    exchange.respond(
        200,
        "text/plain",
        Json.text(JsonNodeFactory.instance.arrayNode().add("unknown").add(properties)));
  }
}
