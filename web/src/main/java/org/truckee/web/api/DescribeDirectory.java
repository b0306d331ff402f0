package org.truckee.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryLinks;
import org.truckee.grid.GridException;

/** {@code t=json} of a directory: all of its children, and what grants what ({@code §11.3}). */
final class DescribeDirectory implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (Tags.notModified(directory.node(), request)) {
      return;
    }
    DirectoryLinks links;
    try {
      links = request.memory().linksOf(directory.node());
    } catch (GridException e) {
      GridFailure told = GridFailure.of(e);
      ObjectNode error = JsonNodeFactory.instance.objectNode().put("error", told.message());
      request.respond(told.status(), Html.PAGE_TYPE, error.toString());
      return;
    }
    GatheredAnswer answer = new GatheredAnswer(request.http(), 200, "text/plain", request.memory());
    try (JsonGenerator json = Json.generator(answer)) {
      NodeJson.directory(directory.node(), links, json);
    }
    answer.finish();
  }
}
