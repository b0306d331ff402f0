package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code truckee mv} ({@code spec/10 §4.6}). */
final class MvCommand implements Command {
  private static final String PREFIX = "Error";

  @Override
  public String name() {
    return "mv";
  }

  @Override
  public String summary() {
    return "move a file or directory to another name or directory";
  }

  @Override
  public String synopsis() {
    return "DIRCAP/PATH DIRCAP/PATH";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Links what the first path leads to at the second, and then removes the first. If the"
            + " second path ends with a slash, the name stays the same. A file in the way is"
            + " replaced, a directory is not.");
  }

  @Override
  public List<Option> options() {
    return List.of(GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(2, 2);
    String from = words.getFirst();
    if (!RemoteName.isBelow(from)) {
      throw new CommandException("error: a capability alone has no name that could be moved");
    }
    String source = RemoteName.withoutSlash(RemoteName.path(from));
    String target = RemoteName.path(words.get(1));
    if (target.endsWith("/")) {
      target += Gateway.escape(RemoteName.lastName(from));
    }
    if (target.equals(source)) {
      throw new CommandException("error: both names are the same; nothing was moved");
    }
    move(GatewayOptions.gateway(arguments, session), source, target);
    session.print("OK");
  }

  private static void move(Gateway gateway, String source, String target) throws CommandException {
    byte[] cap = cap(gateway, source).getBytes(StandardCharsets.UTF_8);
    try (Answer answer = gateway.put(target + "?t=uri&replace=only-files", cap, PREFIX)) {
      if (answer.status() == 409) {
        throw new CommandException("Error: You can't overwrite a directory with a file");
      }
      if (!answer.isSuccess()) {
        CommandException failure = answer.failure(PREFIX);
        throw new CommandException(failure.getMessage() + "\nNOT removing the original");
      }
    }
    String prefix = "Error deleting original after move";
    try (Answer answer = gateway.delete(source, prefix)) {
      if (!answer.isSuccess()) {
        throw answer.failure(prefix);
      }
    }
  }

  private static String cap(Gateway gateway, String path) throws CommandException {
    try (Answer answer = gateway.get(path + "?t=json", PREFIX)) {
      if (!answer.isSuccess()) {
        throw answer.failure(PREFIX);
      }
      JsonNode properties = NodeDescription.parse(answer.text(PREFIX)).properties();
      return properties.path("rw_uri").asText(properties.path("ro_uri").asText());
    }
  }
}
