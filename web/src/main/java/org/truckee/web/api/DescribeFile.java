package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.OptionalLong;
import org.truckee.grid.FileNode;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.UnrecoverableFileException;

/** {@code t=json} of a file ({@code spec/08 §11.2}). */
final class DescribeFile implements Operation<Reached<? extends FileNode>> {
  @Override
  public void perform(Reached<? extends FileNode> file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (Tags.notModified(file.node(), request)) {
      return;
    }
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    NodeJson.describe(file.node(), properties);
    size(file.node()).ifPresent(size -> properties.put("size", size));
    NodeJson.metadata(file, properties);
    request.respond(200, "text/plain", Json.text(NodeJson.pair("filenode", properties)));
  }

  /** The size of a file; of a mutable one its size now, nothing if it cannot be read. */
  private static OptionalLong size(FileNode file) throws IOException, InterruptedException {
    if (file.knownSize().isPresent()) {
      return file.knownSize();
    }
    try {
      return OptionalLong.of(file.contents().size());
    } catch (UnrecoverableFileException | NotEnoughSharesException e) {
      return OptionalLong.empty();
    }
  }
}
