package org.truckee.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.truckee.cli.command.Amounts;
import org.truckee.cli.command.Quoting;

/** A table of what a node does ({@code spec/10 §6}). */
enum OperationTable {
  /** What goes on, with how far it is. */
  ACTIVE("progress", 22, true) {
    @Override
    String cell(Operation operation) {
      return operation.progress().map(OperationTable::bar).orElse("%15s (???%%)".formatted(""));
    }
  },

  /** What has ended, with how much it was. */
  RECENT("size", 10, false) {
    @Override
    String cell(Operation operation) {
      return operation.amount();
    }
  };

  private static final int INDEX_WIDTH = 26;
  private static final int TYPE_WIDTH = 5;
  private static final int LAST_WIDTH = 21;
  private static final int BAR_WIDTH = 15;
  private static final String PARTS = " ▏▎▍▌▋▊▉";

  private final String heading;
  private final int width;
  private final boolean ruled;

  OperationTable(String heading, int width, boolean ruled) {
    this.heading = heading;
    this.width = width;
    this.ruled = ruled;
  }

  /** What stands in the third column. */
  abstract String cell(Operation operation);

  /**
   * The lines of the table.
   *
   * @param everything whether not only uploads and downloads are shown
   */
  List<String> lines(JsonNode operations, boolean everything) {
    List<Operation> shown = new ArrayList<>();
    int skipped = 0;
    for (JsonNode each : operations) {
      Operation operation = new Operation(each);
      if (everything || operation.movesImmutableFiles()) {
        shown.add(operation);
      } else {
        skipped++;
      }
    }
    List<String> lines = new ArrayList<>();
    if (!shown.isEmpty()) {
      lines.add(row("type", "storage index", heading, "status message").replace('║', '╥'));
      lines.set(0, "╓" + lines.getFirst().substring(1));
      if (ruled) {
        lines.add(rule('╟', '╫'));
      }
      shown.forEach(
          operation ->
              lines.add(
                  row(
                      operation.type(),
                      operation.storageIndex(),
                      cell(operation),
                      Quoting.visible(operation.status()))));
      lines.add(rule('╙', '╨'));
    }
    if (skipped > 0) {
      lines.add(
          "   Skipped %d non-upload/download operations; use --verbose to see".formatted(skipped));
    }
    return lines;
  }

  private String row(String type, String index, String third, String status) {
    String format = "║ %-" + TYPE_WIDTH + "s ║ %-" + INDEX_WIDTH + "s ║ %-" + width + "s ║ %s";
    return format.formatted(type, index, third, status);
  }

  private String rule(char first, char between) {
    return first
        + "─".repeat(TYPE_WIDTH + 2)
        + between
        + "─".repeat(INDEX_WIDTH + 2)
        + between
        + "─".repeat(width + 2)
        + between
        + "─".repeat(LAST_WIDTH);
  }

  /** A bar of eighths. */
  private static String bar(double part) {
    int eighths = (int) Math.round(Math.clamp(part, 0, 1) * BAR_WIDTH * PARTS.length());
    int whole = eighths / PARTS.length();
    String bar = "█".repeat(whole);
    if (eighths % PARTS.length() > 0) {
      bar += PARTS.charAt(eighths % PARTS.length());
    }
    return String.format(Locale.ROOT, "%-" + BAR_WIDTH + "s (%3.0f%%)", bar, part * 100);
  }

  /** Something that a node does, as it tells. */
  record Operation(JsonNode description) {
    private static final String UPLOAD = "upload";
    private static final String DOWNLOAD = "download";
    private static final String UPDATE = "mapupdate";

    private String kind() {
      return description.path("type").asText();
    }

    /** What a node says of itself that other nodes do not do. */
    private String operation() {
      return Quoting.visible(description.path("operation").asText());
    }

    boolean movesImmutableFiles() {
      return kind().equals(UPLOAD) || kind().equals(DOWNLOAD);
    }

    String type() {
      return switch (kind()) {
        case UPLOAD -> " put ";
        case DOWNLOAD -> " get ";
        case "retrieve" -> "retr ";
        case "publish" -> " pub ";
        case UPDATE -> "mapup";
        default -> operation().isEmpty() ? " ??? " : "%-5.5s".formatted(operation());
      };
    }

    String storageIndex() {
      return Quoting.visible(description.path("storage-index-string").asText(""));
    }

    String status() {
      return description.path("status").asText();
    }

    String amount() {
      if (kind().equals(UPDATE)) {
        return Quoting.visible(description.path("mode").asText());
      }
      JsonNode size = description.path("total-size");
      return size.isNumber() ? Amounts.bytes(size.asLong()) : "unknown";
    }

    /** From 0 to 1; unknown of some kinds. */
    Optional<Double> progress() {
      return switch (kind()) {
        case UPLOAD ->
            Optional.of(
                (description.path("progress-hash").asDouble()
                        + description.path("progress-ciphertext").asDouble()
                        + description.path("progress-encode-push").asDouble())
                    / 3);
        case DOWNLOAD -> Optional.of(description.path("progress").asDouble());
        case String _ when operation().equals("verify") ->
            Optional.of(description.path("progress").asDouble());
        default -> Optional.empty();
      };
    }
  }
}
