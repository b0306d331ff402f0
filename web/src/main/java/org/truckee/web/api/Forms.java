package org.truckee.web.api;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of the pages of directories and files. What is given to them is escaped here. */
final class Forms {
  private Forms() {}

  private static String form(String title, String place, String fields) {
    return """
    <form class="card" action="%s" method="post" enctype="multipart/form-data">
    <h2>%s</h2>
    %s
    <button type="submit">%s</button>
    </form>
    """
        .formatted(Escapes.html(place), title, fields, title);
  }

  private static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(name, Escapes.html(value));
  }

  private static String checkBox(String name, String value, String label) {
    return "<label><input type=\"checkbox\" name=\"%s\" value=\"%s\"> %s</label>"
        .formatted(name, value, label);
  }

  private static String checkFields(String t) {
    return hidden("t", t)
        + hidden("return_to", ".")
        + checkBox("verify", "on", "verify every byte")
        + checkBox("repair", "on", "repair")
        + checkBox("add-lease", "on", "renew leases")
        + checkBox("output", "JSON", "as JSON");
  }

  /** Checks one thing. */
  static String check(String title, String place, String t) {
    return form(title, place, checkFields(t));
  }

  /** Checks everything below. */
  static String deepCheck(String place, String handle) {
    return form(
        "Check all below", place, checkFields("start-deep-check") + hidden("ophandle", handle));
  }

  /** Another deep operation. */
  static String deep(String title, String place, String t, String handle) {
    return form(title, place, hidden("t", t) + hidden("ophandle", handle));
  }

  /** Lists everything below. */
  static String manifest(String place, String handle) {
    return form(
        "List all below",
        place,
        hidden("t", "start-manifest")
            + hidden("ophandle", handle)
            + "<select name=\"output\" aria-label=\"Form\"><option value=\"html\">page</option>"
            + "<option value=\"text\">text</option><option value=\"json\">JSON</option></select>");
  }

  /** New contents for a mutable file. */
  static String replaceContents(String place, String next) {
    return form(
        "Replace the contents",
        place,
        hidden("t", "upload")
            + hidden("when_done", next)
            + "<input type=\"file\" name=\"file\" required aria-label=\"New contents\">");
  }

  /** All that can be put into a directory. */
  static String additions(String place) {
    String formats = radios("sdmf", "mdmf");
    String allFormats = radios("chk", "sdmf", "mdmf");
    String name = "<label>Name <input type=\"text\" name=\"name\"></label>";
    return form(
            "Create a directory",
            place,
            hidden("t", "mkdir") + hidden("when_done", ".") + name + formats)
        + form(
            "Upload a file",
            place,
            hidden("t", "upload")
                + hidden("when_done", ".")
                + "<input type=\"file\" name=\"file\" required aria-label=\"File to upload\">"
                + allFormats)
        + form(
            "Link a capability",
            place,
            hidden("t", "uri")
                + hidden("when_done", ".")
                + name
                + "<label>Capability <input type=\"text\" name=\"uri\"></label>");
  }

  /** The first one is chosen. */
  static String radios(String... formats) {
    return Stream.of(formats)
        .map(
            format ->
                "<label><input type=\"radio\" name=\"format\" value=\"%s\"%s> %s</label>"
                    .formatted(format, format.equals(formats[0]) ? " checked" : "", format))
        .collect(Collectors.joining());
  }

  /** Takes one name out of a directory. */
  static String unlink(String place, String name) {
    return """
    <form action="%s" method="post">%s%s%s<button type="submit">Unlink</button></form>\
    """
        .formatted(
            Escapes.html(place),
            hidden("t", "unlink"),
            hidden("name", name),
            hidden("when_done", "."));
  }

  /** Leads to the form for another name. */
  static String toRename(String place, String name) {
    return """
    <form action="%s" method="get">%s%s%s<button type="submit">Rename</button></form>\
    """
        .formatted(
            Escapes.html(place),
            hidden("t", "rename-form"),
            hidden("name", name),
            hidden("when_done", "."));
  }

  /** Gives another name. */
  static String rename(String place, String name) {
    return form(
        "Rename",
        place,
        hidden("t", "rename")
            + hidden("when_done", ".")
            + "<label>From <input type=\"text\" name=\"from_name\" readonly value=\"%s\"></label>"
                .formatted(Escapes.html(name))
            + "<label>To <input type=\"text\" name=\"to_name\" required></label>");
  }
}
