package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.UnknownNode;

/** {@code t=json} of what cannot be read ({@code spec/08 §11.4, §13}). */
final class DescribeOpaque implements Operation<Reached<FilesystemNode>> {
  @Override
  public void perform(Reached<FilesystemNode> thing, WebRequest request)
      throws IOException, InterruptedException {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    NodeJson.caps(thing.node(), properties);
    mutable(thing).ifPresent(mutable -> properties.put("mutable", mutable.booleanValue()));
    NodeJson.metadata(thing, properties);
    request.respond(200, "text/plain", Json.text(NodeJson.pair("unknown", properties)));
  }

  private static Optional<Boolean> mutable(Reached<FilesystemNode> thing) {
    if (thing.node().writeCap().isPresent()) {
      return Optional.of(true);
    }
    boolean below = thing.place().filter(place -> !place.at().directory().isMutable()).isPresent();
    return below || thing.node() instanceof UnknownNode node && node.isAllegedlyImmutable()
        ? Optional.of(false)
        : Optional.empty();
  }
}
