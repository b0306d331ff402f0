package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.truckee.grid.ImmutableFileNode;

/** {@code t=json} of a file ({@code spec/08 §9.1, §11}). */
final class DescribeFile implements Operation<ImmutableFileNode> {
  @Override
  public void perform(ImmutableFileNode file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!Tags.notModified(file, request)) {
      request.respond(200, "text/plain", Json.text(json(file)));
    }
  }

  private static ArrayNode json(ImmutableFileNode file) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("mutable", file.isMutable());
    properties.put("format", file.format().name());
    properties.put("size", file.size());
    properties.put("ro_uri", file.cap().text());
    file.verifier().ifPresent(verifier -> properties.put("verify_uri", verifier.text()));
    return JsonNodeFactory.instance.arrayNode().add("filenode").add(properties);
  }
}
