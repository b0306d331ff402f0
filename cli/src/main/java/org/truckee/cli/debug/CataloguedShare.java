package org.truckee.cli.debug;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.truckee.cli.command.Quoting;

/** What a list of shares says of one ({@code spec/10 §8.3}). */
sealed interface CataloguedShare {
  /** For people, and programs that know the old form. */
  String line();

  ObjectNode json();

  /**
   * A share of a file.
   *
   * @param kind CHK, SDMF or MDMF
   * @param needed how many give the file, as the share says; so are {@code total} and {@code size}
   * @param version of an immutable file its hash, else number and root hash
   * @param left seconds until the first lease ends
   */
  record Known(
      String kind,
      String index,
      String needed,
      String total,
      String size,
      String version,
      long left,
      String path)
      implements CataloguedShare {
    @Override
    public String line() {
      return "%s %s %s/%s %s %s %d %s"
          .formatted(kind, index, needed, total, size, version, left, Quoting.quoted(path));
    }

    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("kind", kind)
          .put("storage-index", index)
          .put("needed", needed)
          .put("total", total)
          .put("size", size)
          .put("version", version)
          .put("lease-left", left)
          .put("path", path);
    }
  }

  /** Something else. */
  record Unknown(String what, String path) implements CataloguedShare {
    @Override
    public String line() {
      return "UNKNOWN %s %s".formatted(what, Quoting.quoted(path));
    }

    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance.objectNode().put("kind", "UNKNOWN " + what).put("path", path);
    }
  }
}
