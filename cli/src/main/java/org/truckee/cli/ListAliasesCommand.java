package org.truckee.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.truckee.capability.Capability;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee list-aliases} ({@code spec/10 §3.3}). */
final class ListAliasesCommand implements Command {
  private static final Option READ_ONLY =
      Option.flag("show capabilities that grant reading only", "readonly-uri");
  private static final Option JSON = Option.flag("print JSON", "json");

  @Override
  public String name() {
    return "list-aliases";
  }

  @Override
  public String summary() {
    return "list the short names of directories";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public List<String> description() {
    return List.of("Lists all aliases of the node directory with their capabilities, by name.");
  }

  @Override
  public List<Option> options() {
    return List.of(READ_ONLY, JSON, GatewayOptions.NODE_URL, GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    arguments.words(0, 0);
    Map<String, String> aliases = Aliases.of(arguments, session).all();
    if (arguments.has(JSON)) {
      session.print(json(aliases));
      return;
    }
    int width = aliases.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
    for (Map.Entry<String, String> alias : aliases.entrySet()) {
      String cap = arguments.has(READ_ONLY) ? readOnly(alias.getValue()) : alias.getValue();
      session.print(
          "%s%s: %s"
              .formatted(
                  " ".repeat(width - alias.getKey().length()),
                  Quoting.visible(alias.getKey()),
                  cap));
    }
  }

  /** Indented and escaped as other programs expect it. */
  private static String json(Map<String, String> aliases) throws CommandException {
    StringJoiner entries = new StringJoiner(",\n", "{\n", "\n}").setEmptyValue("{}");
    for (Map.Entry<String, String> alias : aliases.entrySet()) {
      entries.add(
          "    %s: {\n        \"readwrite\": %s,\n        \"readonly\": %s\n    }"
              .formatted(
                  quoted(alias.getKey()),
                  quoted(alias.getValue()),
                  quoted(readOnly(alias.getValue()))));
    }
    return entries.toString();
  }

  private static String quoted(String text) throws CommandException {
    StringWriter quoted = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .createGenerator(quoted)) {
      json.writeString(text);
    } catch (IOException e) {
      throw new CommandException("error: the aliases cannot be printed as JSON", e);
    }
    return quoted.toString();
  }

  private static String readOnly(String cap) {
    return Capability.parse(cap) instanceof DirectoryWriteCap write ? write.readOnly().text() : cap;
  }
}
