package org.truckee.firstgen.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.Listing;

/** Nodes as JSON: a pair of a kind and what is known of it ({@code spec/12 §15}). */
final class NodeJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private NodeJson() {}

  static String of(FileNode file) throws IOException {
    return text(json -> write(json, file));
  }

  static String of(DirectoryNode directory, Listing listing) throws IOException {
    return text(
        json -> {
          json.writeStartArray();
          json.writeString("dirnode");
          json.writeStartObject();
          json.writeObjectFieldStart("children");
          for (Map.Entry<ChildName, DriveNode> child : listing.children().entrySet()) {
            json.writeFieldName(child.getKey().text());
            write(json, child.getValue());
          }
          json.writeEndObject();
          writeUris(json, directory);
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  private static String text(Writing writing) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writing.write(json);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, DriveNode node) throws IOException {
    json.writeStartArray();
    switch (node) {
      case FileNode file -> {
        json.writeString("filenode");
        json.writeStartObject();
        json.writeStringField("ro_uri", file.uri().text());
        json.writeNumberField("size", file.size());
      }
      case DirectoryNode directory -> {
        json.writeString("dirnode");
        json.writeStartObject();
        writeUris(json, directory);
      }
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeUris(JsonGenerator json, DirectoryNode directory) throws IOException {
    json.writeStringField("ro_uri", directory.immutableUri().text());
    if (directory.isMutable()) {
      json.writeStringField("rw_uri", directory.uri().text());
    }
  }
}
