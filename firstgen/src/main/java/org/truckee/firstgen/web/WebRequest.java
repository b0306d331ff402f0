package org.truckee.firstgen.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.http.Exchange;
import org.truckee.http.PercentEncoding;
import org.truckee.http.QueryString;

/**
 * What a request is about.
 *
 * @param exchange the request itself
 * @param path its parts, decoded; a slash at the end is an empty last part
 * @param arguments of the query, and of a form if there is one
 */
record WebRequest(Exchange exchange, List<byte[]> path, List<QueryString.Argument> arguments) {
  private static final int MAX_PARTS = 200;

  static WebRequest of(Exchange exchange) {
    List<byte[]> path = new ArrayList<>();
    String raw = exchange.rawPath();
    for (String part : (raw.startsWith("/") ? raw.substring(1) : raw).split("/", MAX_PARTS)) {
      path.add(PercentEncoding.bytes(part));
    }
    return new WebRequest(exchange, path, QueryString.parse(exchange.rawQuery()));
  }

  /** This request with the fields of a form as its first arguments. */
  WebRequest with(List<QueryString.Argument> fields) {
    List<QueryString.Argument> all = new ArrayList<>(fields);
    all.addAll(arguments);
    return new WebRequest(exchange, path, all);
  }

  /** A part of the path as text; empty if there is none. */
  String part(int index) {
    return index < path.size() ? new String(path.get(index), StandardCharsets.UTF_8) : "";
  }

  /** Whether the path ends with a slash. */
  boolean endsWithSlash() {
    return path.getLast().length == 0;
  }

  /** The names from a part of the path on, without the empty one at the end. */
  List<ChildName> names(int from) {
    int end = endsWithSlash() ? path.size() - 1 : path.size();
    return from >= end ? List.of() : path.subList(from, end).stream().map(ChildName::new).toList();
  }

  /** An argument as text; empty if there is none. */
  Optional<String> argument(String name) {
    return arguments.stream()
        .filter(argument -> argument.name().equals(name))
        .map(QueryString.Argument::text)
        .findFirst();
  }

  /** What is to be done. */
  String t() {
    return argument("t").orElse("");
  }

  /** Whether a child that is there may be replaced. */
  boolean mayReplace() {
    return argument("replace").filter(text -> text.equals("false") || text.equals("0")).isEmpty();
  }
}
