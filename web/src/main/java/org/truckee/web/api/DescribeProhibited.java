package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.truckee.grid.ProhibitedNode;

/**
 * {@code t=json} of what the operator has prohibited: a file without a size. Of one that can change
 * nothing is told, since its servers would have to be asked ({@code spec/08 §6.5}).
 */
final class DescribeProhibited implements Operation<Reached<ProhibitedNode>> {
  @Override
  public void perform(Reached<ProhibitedNode> reached, WebRequest request)
      throws IOException, InterruptedException {
    if (reached.node().isMutable()) {
      throw reached.node().problem();
    }
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    NodeJson.describe(reached.node(), properties);
    properties.put("format", "CHK");
    NodeJson.metadata(reached, properties);
    request.respond(200, "text/plain", Json.text(NodeJson.pair("filenode", properties)));
  }
}
