package org.truckee.web.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rows of the web API: kind of thing, method, argument {@code t}, operation. What no row is for
 * is refused with a text that follows from the rows there are.
 */
final class RouteTable {
  /** A row for any method, or any {@code t}. */
  static final String ANY = "*";

  private final List<Row<?>> rows;

  /** One row. */
  record Row<T>(Kind<T> kind, String method, String t, Operation<? super T> operation) {
    private boolean isFor(String asked) {
      return method.equals(ANY) || method.equals(asked);
    }
  }

  /**
   * What a path leads to.
   *
   * @param subject what the operations of its kind are given
   */
  record Place<T>(Kind<T> kind, T subject) {}

  RouteTable(Row<?>... rows) {
    this.rows = List.of(rows);
  }

  /** One row, as short as it can be said. */
  static <T> Row<T> row(Kind<T> kind, String method, String t, Operation<? super T> operation) {
    return new Row<>(kind, method, t, operation);
  }

  /**
   * Does what is asked for.
   *
   * @throws WebException 405 or 501 if the method, 400 if {@code t} is not for this kind
   */
  <T> void answer(Place<T> place, WebRequest request)
      throws IOException, WebException, InterruptedException {
    List<Row<T>> forMethod = rows(place.kind(), request.method());
    if (forMethod.isEmpty()) {
      throw WebException.method(request.method(), methods(place.kind()));
    }
    String t = wanted(place.kind(), request.arguments());
    for (Row<T> row : forMethod) {
      if (row.t.equals(ANY) || row.t.equals(t)) {
        row.operation.perform(place.subject(), request);
        return;
      }
    }
    throw unknown(place.kind(), request.method(), t);
  }

  private static String wanted(Kind<?> kind, Arguments arguments) throws WebException {
    return kind.isPage()
        ? arguments.text("t").orElse("html").toLowerCase(Locale.ROOT)
        : arguments.operation();
  }

  private <T> List<Row<T>> rows(Kind<T> kind, String method) {
    List<Row<T>> found = new ArrayList<>();
    for (Row<?> row : rows) {
      if (row.kind.equals(kind) && row.isFor(method)) {
        // Rows of one kind are all of its type.
        @SuppressWarnings("unchecked")
        Row<T> same = (Row<T>) row;
        found.add(same);
      }
    }
    return found;
  }

  /** All rows, from the first to the last. */
  List<Row<?>> rows() {
    return rows;
  }

  /** The methods of a kind, separated by commas. */
  String methods(Kind<?> kind) {
    Set<String> methods = new LinkedHashSet<>();
    rows.stream().filter(row -> row.kind.equals(kind)).forEach(row -> methods.add(row.method));
    return String.join(", ", methods);
  }

  /** {@code spec/08} has the words that programs know; the rest follows from the table. */
  private WebException unknown(Kind<?> kind, String method, String t) {
    String shown = Escapes.printable(t);
    if (kind.isPage()) {
      return WebException.unknownFormat(t);
    }
    if (kind.equals(Kind.UNLINKED)) {
      return WebException.text(
          400, "/uri accepts only PUT, PUT?t=mkdir, POST?t=upload, and POST?t=mkdir");
    }
    if (kind.equals(Kind.OPAQUE)) {
      return WebException.text(
          400,
          "GET unknown URI type: can only do t=info and t=json, not t=%s.\n".formatted(shown)
              + "Using a newer node may help, if this is a capability of a newer kind.");
    }
    if (kind.equals(Kind.DIRECTORY) && method.equals("POST")) {
      return WebException.text(400, "POST to a directory with bad t=" + shown);
    }
    String what =
        switch (method) {
          case "GET", "HEAD" -> "%s %s".formatted(method, kind.noun());
          case "POST" -> "POST to " + kind.noun();
          case String other -> "%s to a %s".formatted(other, kind.noun());
        };
    return WebException.text(400, "%s: bad t=%s".formatted(what, shown));
  }
}
