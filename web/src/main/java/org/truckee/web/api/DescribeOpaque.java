package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** {@code t=json} of what cannot be read ({@code spec/08 §13}). */
final class DescribeOpaque implements Operation<Kind.Opaque> {
  @Override
  public void perform(Kind.Opaque thing, WebRequest request)
      throws IOException, InterruptedException {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    String text = thing.text();
    if (text.startsWith("ro.") || text.startsWith("imm.")) {
      properties.put("ro_uri", text);
      if (text.startsWith("imm.")) {
        properties.put("mutable", false);
      }
    }
    request.respond(
        200,
        "text/plain",
        Json.text(JsonNodeFactory.instance.arrayNode().add("unknown").add(properties)));
  }
}
