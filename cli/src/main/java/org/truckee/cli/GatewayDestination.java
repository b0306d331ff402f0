package org.truckee.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.firstgen.rescue.Destination;

/** A grid of today, behind the web API of a node, that things are copied to. */
final class GatewayDestination implements Destination {
  private static final Gateway.BytesMoved NOBODY = count -> {};

  private final Gateway gateway;

  GatewayDestination(Gateway gateway) {
    this.gateway = gateway;
  }

  /** A request. */
  private interface Request {
    Answer send() throws CommandException;
  }

  private static String text(String what, Request request) throws IOException {
    try (Answer answer = request.send()) {
      if (!answer.isSuccess()) {
        throw answer.failure(what);
      }
      return answer.text(what).strip();
    } catch (CommandException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Directory makeDirectory() throws IOException {
    String what = "making a directory";
    String writeCap = text(what, () -> gateway.post("uri?t=mkdir", what));
    String path = "uri/" + Gateway.escape(writeCap) + "?t=readonly-uri";
    return new Directory(writeCap, text(what, () -> gateway.get(path, what)));
  }

  @Override
  public String upload(Path file) throws IOException {
    String what = "uploading a file";
    long length = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      return text(what, () -> gateway.put("uri", in, length, NOBODY, what));
    }
  }

  @Override
  public void link(String directoryWriteCap, Map<String, Child> children) throws IOException {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    children.forEach(
        (name, child) -> {
          ArrayNode pair = all.putArray(name);
          // The node tells a directory from a file by its cap; this only says how it is put.
          pair.add(child.readCap().startsWith("URI:DIR") ? "dirnode" : "filenode");
          ObjectNode caps = pair.addObject();
          child.writeCap().ifPresent(cap -> caps.put("rw_uri", cap));
          caps.put("ro_uri", child.readCap());
        });
    String what = "linking %d children".formatted(children.size());
    byte[] body = JsonTree.text(all).getBytes(StandardCharsets.UTF_8);
    String path = "uri/" + Gateway.escape(directoryWriteCap) + "?t=set_children";
    text(what, () -> gateway.post(path, body, what));
  }
}
